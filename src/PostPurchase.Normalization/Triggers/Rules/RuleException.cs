namespace PostPurchase.Normalization.Triggers.Rules;

/// <summary>A file of rules cannot be used. Thrown where it is read, with every fault; never while shipments are tracked.</summary>
public sealed class RuleException : Exception
{
    /// <summary>Creates the exception from all faults found.</summary>
    /// <param name="faults">At least one.</param>
    public RuleException(IReadOnlyList<RuleFault> faults)
        : base("Rules cannot be used:" + string.Concat(faults.Select(fault => Environment.NewLine + "  " + fault))) => Faults = faults;

    /// <summary>Every fault, in file order.</summary>
    public IReadOnlyList<RuleFault> Faults { get; }
}
