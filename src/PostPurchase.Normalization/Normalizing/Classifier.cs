using System.Runtime.CompilerServices;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Maps.Lookup;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>Finds what a scan means: keys in order, then texts, then refinements. Allocates nothing.</summary>
internal static class Classifier
{
    /// <summary>Classifies one scan.</summary>
    /// <param name="context">The format with its keys and fields, and its map.</param>
    /// <param name="underlying">The map of the carrier behind an aggregator; <see langword="null"/> where there is none.</param>
    /// <param name="scan">The scan.</param>
    public static Classification Classify(FormatContext context, CarrierMap? underlying, in InstanceReader scan)
    {
        var format = context.Format;
        var map = context.Map;
        var hadCode = false;
        foreach (var (key, table) in context.Keys)
        {
            if (key.Document.CodeMissing && hadCode) continue;
            var owner = key.Document.Carrier ? underlying : map;
            var code = scan.Read(key.Code);
            if (!code.IsEmpty)
            {
                hadCode |= !key.Document.CodeMissing;
                if (owner is null) continue;
                var row = key.Document.Carrier
                    ? Find(key, owner.MainSet, code, scan) ?? owner.MainSet?.FindAgreed(code)
                    : Find(key, table, code, scan);
                if (row is not null)
                {
                    var match = row.IsQualified ? MatchKind.CodeQualifier : MatchKind.Code;
                    return Refine(row, match, Cap(row.Confidence, key), owner, key.Document.Set, code, key, format.Fields, scan);
                }
            }
            if (key.Document.Carrier && underlying is not null && ByText(underlying, format.Fields, scan) is { Row: { } named } byText)
            {
                return Refine(named, byText.Match, Cap(byText.Confidence, key), underlying, null, code, key, format.Fields, scan);
            }
        }

        var found = ByText(map, format.Fields, scan);
        return found.Row is { } told ? Refine(told, found.Match, found.Confidence, map, null, default, null, format.Fields, scan) : found;
    }

    private static Meaning? Find(KeyPlan key, CodeTable? table, ReadOnlySpan<byte> code, in InstanceReader scan)
    {
        if (table is null) return null;
        return key.HasLists ? FindWithLists(key, table, code, scan) : table.Find(code, scan.Read(key.Qualifier), scan.Read(key.Qualifier2));
    }

    /// <summary>Tries each qualifier with each other one.</summary>
    private static Meaning? FindWithLists(KeyPlan key, CodeTable table, ReadOnlySpan<byte> code, in InstanceReader scan)
    {
        var captures = scan.Captures;
        var first = scan.Find(key.Qualifier);
        var second = scan.Find(key.Qualifier2);
        Meaning? unqualified = null;
        for (var q = first; ; q = captures.ValueAt(q).Next)
        {
            var qualifier = q < 0 ? default : scan.Bytes(q);
            for (var q2 = second; ; q2 = captures.ValueAt(q2).Next)
            {
                var qualifier2 = q2 < 0 ? default : scan.Bytes(q2);
                var row = table.Find(code, qualifier, qualifier2);
                if (row is { IsQualified: true }) return row;
                unqualified ??= row;
                if (q2 < 0 || captures.ValueAt(q2).Next <= 0) break;
            }
            if (q < 0 || captures.ValueAt(q).Next <= 0) break;
        }
        return unqualified;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Classification ByText(CarrierMap map, FieldPlan fields, in InstanceReader scan)
    {
        Span<byte> buffer = stackalloc byte[FoldedText.MaxLength];
        var row = map.Texts.Find(FoldedText.Fold(scan.Read(fields.Label), buffer), TextField.Label, out var isWhole)
            ?? map.Texts.Find(FoldedText.Fold(scan.Read(fields.Detail), buffer), TextField.Detail, out isWhole);
        return row is null ? default : new(row, null, isWhole ? MatchKind.Label : MatchKind.Phrase, row.Confidence);
    }

    private static Classification Refine(
        Meaning row, MatchKind match, Confidence confidence, CarrierMap map, string? set, ReadOnlySpan<byte> code, KeyPlan? key, FieldPlan fields, in InstanceReader scan)
    {
        var refinements = map.Refinements.Of(row);
        if (refinements.IsEmpty) return new(row, null, match, confidence);
        var found = OnTexts(row, refinements, set, code, fields, scan);
        if (refinements.OnFields.Length > 0) found = OnFields(found, refinements, set, code, fields, scan);
        if (found is null) return new(row, null, match, confidence);

        var finer = found.Meaning;
        if (finer.HasType)
        {
            confidence = Lower(confidence, finer.Confidence);
            if (match > MatchKind.Label) match = MatchKind.Label;
        }
        return new(row, finer, match, key is null ? confidence : Cap(confidence, key));
    }

    private static Refinement? OnTexts(Meaning row, TypeRefinements refinements, string? set, ReadOnlySpan<byte> code, FieldPlan fields, in InstanceReader scan)
    {
        if (!refinements.AreOnTexts) return null;
        var label = scan.Read(fields.Label);
        var detail = scan.Read(fields.Detail);
        return row.Refined.TryFind(label, detail, set, code, out var known) ? known : FindOnTexts(row, refinements, set, code, label, detail);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Refinement? FindOnTexts(Meaning row, TypeRefinements refinements, string? set, ReadOnlySpan<byte> code, ReadOnlySpan<byte> label, ReadOnlySpan<byte> detail)
    {
        Span<byte> labelBuffer = stackalloc byte[FoldedText.MaxLength];
        Span<byte> detailBuffer = stackalloc byte[FoldedText.MaxLength];
        var found = refinements.NeedsTexts(code) ? refinements.Find(FoldedText.Fold(label, labelBuffer), FoldedText.Fold(detail, detailBuffer), set, code) : null;
        // Threads that learn at once may undo each other; what is lost is learnt again.
        row.Refined = row.Refined.With(label, detail, set, code, found);
        return found;
    }

    /// <summary>The first refinement in file order, where one on texts was found already.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Refinement? OnFields(Refinement? found, TypeRefinements refinements, string? set, ReadOnlySpan<byte> code, FieldPlan fields, in InstanceReader scan)
    {
        Span<byte> buffer = stackalloc byte[FoldedText.MaxLength];
        scoped ReadOnlySpan<byte> folded = default;
        string? foldedField = null;
        foreach (var refinement in refinements.OnFields)
        {
            if (found is not null && refinement.Order > found.Order) break;
            if (!refinement.AppliesTo(set, code)) continue;
            // Refinements that follow each other mostly look at one and the same field.
            if (!ReferenceEquals(foldedField, refinement.Field)) folded = FoldedText.Fold(scan.Read(FieldOf(refinement.Field!, fields)), buffer);
            foldedField = refinement.Field;
            if (!folded.IsEmpty && refinement.Pattern.Matches(folded)) return refinement;
        }
        return found;
    }

    private static Field FieldOf(string name, FieldPlan fields) => name switch
    {
        "locationType" => fields.LocationType,
        "returnFlag" => fields.ReturnFlag,
        "hint" => fields.Hint,
        "hint2" => fields.Hint2,
        "service" => fields.Service,
        "signedBy" => fields.SignedBy,
        _ => fields.Place,
    };

    private static Confidence Cap(Confidence confidence, KeyPlan key) => key.Document.Cap == Confidence.Unknown ? confidence : Lower(confidence, key.Document.Cap);

    private static Confidence Lower(Confidence one, Confidence other) => other == Confidence.Unknown || one < other ? one : other;
}
