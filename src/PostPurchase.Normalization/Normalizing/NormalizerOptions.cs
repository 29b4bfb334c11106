namespace PostPurchase.Normalization.Normalizing;

/// <summary>How a normalizer works. Immutable.</summary>
public sealed record NormalizerOptions
{
    /// <summary>The defaults.</summary>
    public static NormalizerOptions Default { get; } = new();

    /// <summary>Whether names and signatures are carried into events. Default: <see langword="false"/>.</summary>
    public bool IncludePersonalData { get; init; }

    /// <summary>Longest payload that is read, in bytes. Default: 256 MiB; at least 1, at most <see cref="Array.MaxLength"/>.</summary>
    public int MaxPayloadBytes { get; init; } = 256 * 1024 * 1024;
}
