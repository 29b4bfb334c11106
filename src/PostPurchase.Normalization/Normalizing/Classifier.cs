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
    /// <param name="told">What it means.</param>
    public static void Classify(FormatContext context, CarrierMap? underlying, in InstanceReader scan, out Classification told)
    {
        var hadCode = false;
        foreach (ref readonly var entry in context.Keys.AsSpan())
        {
            var key = entry.Key;
            if (key.IsForNoCode && hadCode) continue;
            if (key.IsOfCarrier)
            {
                if (TryByCarrier(context, underlying, key, scan, ref hadCode, out told)) return;
                continue;
            }
            var code = scan.Read(key.Code);
            if (code.IsEmpty) continue;
            hadCode |= !key.IsForNoCode;
            if (Find(key, entry.Table, code, scan) is not { } row) continue;
            Refine(row, MatchOf(row), Cap(row.Confidence, key), context.Map, key, key.Set, code, context.Format.Fields, scan, out told);
            return;
        }
        ByText(context, scan, out told);
    }

    /// <summary>By a code or text of the carrier behind an aggregator.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryByCarrier(FormatContext context, CarrierMap? underlying, KeyPlan key, in InstanceReader scan, ref bool hadCode, out Classification told)
    {
        told = default;
        var code = scan.Read(key.Code);
        hadCode |= !code.IsEmpty && !key.IsForNoCode;
        if (underlying is null) return false;
        var fields = context.Format.Fields;
        if (!code.IsEmpty && (Find(key, underlying.MainSet, code, scan) ?? underlying.MainSet?.FindAgreed(code)) is { } row)
        {
            Refine(row, MatchOf(row), Cap(row.Confidence, key), underlying, key, key.Set, code, fields, scan, out told);
            return true;
        }
        if (FindText(underlying, fields, scan) is not { Row: { } named } found) return false;
        Refine(named, found.Match, Cap(found.Confidence, key), underlying, key, null, code, fields, scan, out told);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ByText(FormatContext context, in InstanceReader scan, out Classification told)
    {
        var fields = context.Format.Fields;
        told = FindText(context.Map, fields, scan);
        if (told is { Row: { } row, Match: var match, Confidence: var confidence }) Refine(row, match, confidence, context.Map, null, null, default, fields, scan, out told);
    }

    private static MatchKind MatchOf(Meaning row) => row.IsQualified ? MatchKind.CodeQualifier : MatchKind.Code;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Meaning? Find(KeyPlan key, CodeTable? table, ReadOnlySpan<byte> code, in InstanceReader scan)
    {
        if (table is null) return null;
        if (key.IsUnqualified) return table.Find(code);
        return key.HasLists ? FindWithLists(key, table, code, scan) : table.Find(code, scan.Read(key.Qualifier), scan.Read(key.Qualifier2));
    }

    /// <summary>Tries each qualifier with each other one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
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
    private static Classification FindText(CarrierMap map, FieldPlan fields, in InstanceReader scan)
    {
        var found = map.Texts.Find(scan.Read(fields.Label), scan.Read(fields.Detail));
        return found.Meaning is { } row ? new(row, null, found.IsWhole ? MatchKind.Label : MatchKind.Phrase, row.Confidence) : default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Refine(
        Meaning row, MatchKind match, Confidence confidence, CarrierMap map, KeyPlan? key, string? set, ReadOnlySpan<byte> code, FieldPlan fields, in InstanceReader scan,
        out Classification told)
    {
        told = new(row, null, match, confidence);
        if (!map.Refinements.Of(row).IsEmpty) RefineFurther(key, set, code, fields, scan, ref told);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RefineFurther(KeyPlan? key, string? set, ReadOnlySpan<byte> code, FieldPlan fields, in InstanceReader scan, ref Classification told)
    {
        var row = told.Row!;
        var refinements = row.Refinements!;
        var found = refinements.AreOnTexts ? OnTexts(row, refinements, set, code, fields, scan) : null;
        if (refinements.OnFields.Length > 0) found = OnFields(found, refinements, set, code, fields, scan);
        if (found is null) return;

        var finer = found.Meaning;
        var (match, confidence) = (told.Match, told.Confidence);
        if (finer.HasType)
        {
            confidence = Lower(confidence, finer.Confidence);
            if (match > MatchKind.Label) match = MatchKind.Label;
        }
        told = new(row, finer, match, key is null ? confidence : Cap(confidence, key));
    }

    private static Refinement? OnTexts(Meaning row, TypeRefinements refinements, string? set, ReadOnlySpan<byte> code, FieldPlan fields, in InstanceReader scan)
    {
        var label = scan.Read(fields.Label);
        var detail = scan.Read(fields.Detail);
        if (!refinements.AskForCodes)
        {
            set = null;
            code = default;
        }
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

    private static Confidence Cap(Confidence confidence, KeyPlan key) => key.Cap == Confidence.Unknown ? confidence : Lower(confidence, key.Cap);

    private static Confidence Lower(Confidence one, Confidence other) => other == Confidence.Unknown || one < other ? one : other;
}
