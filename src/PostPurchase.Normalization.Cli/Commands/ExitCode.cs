namespace PostPurchase.Normalization.Cli.Commands;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    public const int Fine = 0;

    /// <summary>Some payloads had problems; with <c>--strict</c> unmapped codes too. Of <c>lint</c>: there are faults.</summary>
    public const int Problems = 1;

    public const int WrongUsage = 2;
}
