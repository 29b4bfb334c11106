namespace PostPurchase.Normalization.Events;

/// <summary>What the carrier sent, nothing interpreted. Absent values are <see langword="null"/>.</summary>
/// <remarks>Immutable, the codes and texts, which scans of the same kind share, and the text of the time, which is made a string when it is read.</remarks>
public readonly record struct RawScan
{
    private readonly ScanWords? _words;
    private readonly SentText _time;

    internal RawScan(ScanWords? words, SentText time)
    {
        _words = words;
        _time = time;
    }

    /// <summary>The main code.</summary>
    public string? Code { get => _words?.Code; init => _words = ScanWords.OrNull(Words with { Code = value }); }

    /// <summary>The code that qualifies it.</summary>
    public string? Qualifier { get => _words?.Qualifier; init => _words = ScanWords.OrNull(Words with { Qualifier = value }); }

    /// <summary>A second qualifying code.</summary>
    public string? Qualifier2 { get => _words?.Qualifier2; init => _words = ScanWords.OrNull(Words with { Qualifier2 = value }); }

    /// <summary>The carrier's short text.</summary>
    public string? Label { get => _words?.Label; init => _words = ScanWords.OrNull(Words with { Label = value }); }

    /// <summary>A second text: reason or remark.</summary>
    public string? Detail { get => _words?.Detail; init => _words = ScanWords.OrNull(Words with { Detail = value }); }

    /// <summary>The text of the time; of date and time sent apart both, with a blank between.</summary>
    public string? Time { get => _time.ToString(); init => _time = new(value); }

    private ScanWords Words => _words ?? ScanWords.None;
}

/// <summary>The codes and texts of a scan.</summary>
internal sealed record ScanWords(string? Code, string? Qualifier, string? Qualifier2, string? Label, string? Detail)
{
    public static readonly ScanWords None = new(null, null, null, null, null);

    /// <summary><see langword="null"/> where nothing is told, so that there is one form of it.</summary>
    public static ScanWords? OrNull(ScanWords words) => words == None ? null : words;
}
