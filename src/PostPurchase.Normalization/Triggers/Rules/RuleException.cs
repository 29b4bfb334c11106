namespace PostPurchase.Normalization.Triggers.Rules;

/// <summary>A rule, or a file of rules, is not right; the message says where and why.</summary>
public sealed class RuleException : Exception
{
    /// <summary>A fault without a message.</summary>
    public RuleException()
    {
    }

    /// <summary>A fault.</summary>
    /// <param name="message">Where and why.</param>
    public RuleException(string message)
        : base(message)
    {
    }

    /// <summary>A fault found by another.</summary>
    /// <param name="message">Where and why.</param>
    /// <param name="innerException">What found it.</param>
    public RuleException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
