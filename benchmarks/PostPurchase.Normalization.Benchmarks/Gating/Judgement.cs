namespace PostPurchase.Normalization.Benchmarks.Gating;

/// <summary>A measurement held against the baseline.</summary>
internal sealed record Judgement(GateCase Case, BaselineCase Recorded, double Tolerance, Measurement Measured)
{
    public double MostRatio => Recorded.Ratio * (1 + Tolerance);

    public bool IsSlower => Measured.Ratio > MostRatio;

    public bool AllocatesMore => Measured.Bytes > Recorded.Bytes;

    public bool IsLoss => IsSlower || AllocatesMore;

    /// <summary>Whether the time is as far below the baseline as it may be above.</summary>
    public bool IsFaster => Measured.Ratio * (1 + Tolerance) < Recorded.Ratio;

    public bool AllocatesLess => Measured.Bytes < Recorded.Bytes;

    public bool IsGain => !IsLoss && (IsFaster || AllocatesLess);

    public string Verdict => (IsSlower, AllocatesMore, IsGain) switch
    {
        (true, true, _) => "SLOWER, MORE BYTES",
        (true, false, _) => "SLOWER",
        (false, true, _) => "MORE BYTES",
        (_, _, true) => IsFaster ? "faster" : "fewer bytes",
        _ => "held",
    };
}
