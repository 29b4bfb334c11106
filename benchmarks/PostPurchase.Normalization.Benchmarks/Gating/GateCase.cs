namespace PostPurchase.Normalization.Benchmarks.Gating;

/// <summary>A piece of work and the yardstick that it is held against, both in this process on the same input.</summary>
/// <param name="Name">What is worked on, its size, and through which door.</param>
/// <param name="Yardstick">What the time is a multiple of.</param>
/// <param name="Operations">Scans, look-ups or times in one call.</param>
/// <param name="Candidate">One call of the work.</param>
/// <param name="YardstickWork">One call of the yardstick.</param>
internal sealed record GateCase(string Name, string Yardstick, int Operations, Action Candidate, Action YardstickWork)
{
    /// <summary>Whether bytes are counted; those of other threads than the caller's are not seen.</summary>
    public bool CountsBytes { get; init; } = true;

    /// <summary>Cores that it needs; on a machine with fewer it is not measured.</summary>
    public int Cores { get; init; } = 1;

    public CaseKey Key => new(Name, Yardstick);
}

/// <summary>What names a case.</summary>
internal readonly record struct CaseKey(string Name, string Yardstick)
{
    public override string ToString() => $"{Name} / {Yardstick}";
}
