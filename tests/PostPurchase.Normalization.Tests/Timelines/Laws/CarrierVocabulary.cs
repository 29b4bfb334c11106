using System.Collections.Concurrent;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Maps.Lookup;

namespace PostPurchase.Normalization.Tests.Timelines.Laws;

/// <summary>What a carrier's map lets it say: its codes and texts, each with what it means.</summary>
internal sealed class CarrierVocabulary
{
    private static readonly ConcurrentDictionary<string, CarrierVocabulary> Read = new(StringComparer.Ordinal);

    private CarrierVocabulary(CarrierMap map)
    {
        Carrier = map.Id;
        IsAggregator = map.IsAggregator;
        Formats = [.. map.Document.Formats.Select(format => format.Id).DefaultIfEmpty($"{map.Id}-v1")];
        var rows = map.Document.Codes.SelectMany(set => set.Rows).Where(row => !row.Remove)
            .Select(row => (Raw: new RawScan { Code = row.Code, Qualifier = row.Qualifier, Qualifier2 = row.Qualifier2, Label = row.Label }, Meaning: Meaning.From(row.Meaning, row.Label, row.Qualifier is not null)));
        var texts = map.Document.Texts.Select(text => (Raw: new RawScan { Label = text.Text.Replace("*", "", StringComparison.Ordinal) }, Meaning: Meaning.From(text.Meaning)));
        Words = [.. rows.Concat(texts).Where(word => word.Meaning is { HasType: true }).Select(word => new Word(word.Raw, word.Meaning!))];
    }

    /// <summary>Ids of all maps that have words.</summary>
    public static IReadOnlyList<string> Carriers { get; } = [.. MapLibrary.BuiltIn.CarrierIds.Where(id => Of(id).Words.Count > 0)];

    public string Carrier { get; }

    public bool IsAggregator { get; }

    public IReadOnlyList<string> Formats { get; }

    public IReadOnlyList<Word> Words { get; }

    public static CarrierVocabulary Of(string carrier) => Read.GetOrAdd(carrier, static id => new(MapLibrary.BuiltIn.Find(id)!));
}

/// <summary>A row or text of a map.</summary>
internal sealed record Word(RawScan Raw, Meaning Meaning)
{
    public MatchKind Match => Raw.Code is null ? MatchKind.Label : Meaning.IsQualified ? MatchKind.CodeQualifier : MatchKind.Code;

    public EventFacets Facets => new()
    {
        DeliveredTo = Meaning.DeliveredTo,
        DeliveredAt = Meaning.DeliveredAt,
        Proof = Meaning.Proof,
        Direction = Meaning.Direction,
        ActionBy = Meaning.ActionBy,
        CausedBy = Meaning.CausedBy,
        Attempt = Meaning.Attempt == Meaning.FinalAttempt ? 0 : Meaning.Attempt,
        IsFinalAttempt = Meaning.Attempt == Meaning.FinalAttempt,
        Reason = Meaning.Reason,
    };
}
