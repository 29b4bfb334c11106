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
    /// <param name="captures">What the walk found.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="scan">The scan's instance.</param>
    public static Classification Classify(FormatContext context, CarrierMap? underlying, Captures captures, ReadOnlySpan<byte> payload, int scan)
    {
        var format = context.Format;
        var map = context.Map;
        Span<byte> labelBuffer = stackalloc byte[FoldedText.MaxLength];
        Span<byte> detailBuffer = stackalloc byte[FoldedText.MaxLength];
        Span<byte> fieldBuffer = stackalloc byte[FoldedText.MaxLength];
        var texts = new ScanTexts(format.Fields, captures, payload, scan, labelBuffer, detailBuffer, fieldBuffer);

        var hadCode = false;
        for (var k = 0; k < format.Keys.Length; k++)
        {
            var key = format.Keys[k];
            if (key.Document.CodeMissing && hadCode) continue;
            var owner = key.Document.Carrier ? underlying : map;
            var code = key.Code.Read(captures, payload, scan);
            if (!code.IsEmpty)
            {
                hadCode |= !key.Document.CodeMissing;
                if (owner is null) continue;
                var row = key.Document.Carrier
                    ? Find(key, owner.MainSet, code, captures, payload, scan) ?? owner.MainSet?.FindAgreed(code)
                    : Find(key, context.Tables[k], code, captures, payload, scan);
                if (row is not null)
                {
                    var match = row.IsQualified ? MatchKind.CodeQualifier : MatchKind.Code;
                    return Refine(new(row, null, match, Cap(row.Confidence, key)), owner, key.Document.Set, code, key, ref texts);
                }
            }
            if (key.Document.Carrier && underlying is not null && ByText(underlying, ref texts) is { Row: not null } byText)
            {
                return Refine(byText with { Confidence = Cap(byText.Confidence, key) }, underlying, null, code, key, ref texts);
            }
        }

        var found = ByText(map, ref texts);
        return found.Row is null ? found : Refine(found, map, null, default, null, ref texts);
    }

    private static Meaning? Find(KeyPlan key, CodeTable? table, ReadOnlySpan<byte> code, Captures captures, ReadOnlySpan<byte> payload, int scan)
    {
        if (table is null) return null;
        var first = key.Qualifier.Find(captures, scan);
        var second = key.Qualifier2.Find(captures, scan);
        Meaning? unqualified = null;
        for (var q = first; ; q = captures.ValueAt(q).Next)
        {
            var qualifier = q < 0 ? default : captures.Bytes(payload, ref captures.ValueAt(q));
            for (var q2 = second; ; q2 = captures.ValueAt(q2).Next)
            {
                var qualifier2 = q2 < 0 ? default : captures.Bytes(payload, ref captures.ValueAt(q2));
                var row = table.Find(code, qualifier, qualifier2);
                if (row is { IsQualified: true }) return row;
                unqualified ??= row;
                if (q2 < 0 || captures.ValueAt(q2).Next <= 0) break;
            }
            if (q < 0 || captures.ValueAt(q).Next <= 0) break;
        }
        return unqualified;
    }

    private static Classification ByText(CarrierMap map, ref ScanTexts texts)
    {
        var row = map.Texts.Find(texts.Label, TextField.Label, out var isWhole) ?? map.Texts.Find(texts.Detail, TextField.Detail, out isWhole);
        return row is null ? default : new(row, null, isWhole ? MatchKind.Label : MatchKind.Phrase, row.Confidence);
    }

    private static Classification Refine(Classification found, CarrierMap map, string? set, ReadOnlySpan<byte> code, KeyPlan? key, ref ScanTexts texts)
    {
        var refinements = map.Refinements.Of(found.Row!);
        if (refinements.IsEmpty) return found;
        var candidate = OnTexts(found.Row!, refinements, set, code, ref texts);
        foreach (var refinement in refinements.OnFields)
        {
            if (candidate is not null && refinement.Order > candidate.Order) break;
            if (!refinement.AppliesTo(set, code) || !Fits(refinement, ref texts)) continue;
            candidate = refinement;
            break;
        }
        return candidate is null ? found : Apply(found, candidate.Meaning, key);
    }

    private static Refinement? OnTexts(Meaning row, TypeRefinements refinements, string? set, ReadOnlySpan<byte> code, ref ScanTexts texts)
    {
        var label = texts.LabelAsSent;
        var detail = texts.DetailAsSent;
        if (row.Refined.TryFind(label, detail, set, code, out var known)) return known;
        var found = refinements.NeedsTexts(code) ? refinements.Find(texts.Label, texts.Detail, set, code) : null;
        // Threads that learn at once may undo each other; what is lost is learnt again.
        row.Refined = row.Refined.With(label, detail, set, code, found);
        return found;
    }

    private static Classification Apply(Classification found, Meaning finer, KeyPlan? key)
    {
        var confidence = finer.HasType ? Lower(found.Confidence, finer.Confidence) : found.Confidence;
        var match = finer.HasType && found.Match > MatchKind.Label ? MatchKind.Label : found.Match;
        return found with { Finer = finer, Match = match, Confidence = key is null ? confidence : Cap(confidence, key) };
    }

    private static bool Fits(Refinement refinement, ref ScanTexts texts)
    {
        var folded = texts.Folded(refinement.Field!);
        return !folded.IsEmpty && refinement.Pattern.Matches(folded);
    }

    private static Confidence Cap(Confidence confidence, KeyPlan key) => key.Document.Cap == Confidence.Unknown ? confidence : Lower(confidence, key.Document.Cap);

    private static Confidence Lower(Confidence one, Confidence other) => other == Confidence.Unknown || one < other ? one : other;

    /// <summary>The texts of a scan, folded when first asked for.</summary>
    private ref struct ScanTexts(FieldPlan fields, Captures captures, ReadOnlySpan<byte> payload, int scan, Span<byte> labelBuffer, Span<byte> detailBuffer, Span<byte> fieldBuffer)
    {
        private readonly ReadOnlySpan<byte> _payload = payload;
        private readonly Span<byte> _labelBuffer = labelBuffer;
        private readonly Span<byte> _detailBuffer = detailBuffer;
        private readonly Span<byte> _fieldBuffer = fieldBuffer;
        private ReadOnlySpan<byte> _field;
        private string? _fieldName;
        private ReadOnlySpan<byte> _label;
        private ReadOnlySpan<byte> _detail;
        private bool _hasLabel;
        private bool _hasDetail;

        public readonly ReadOnlySpan<byte> LabelAsSent => fields.Label.Read(captures, _payload, scan);

        public readonly ReadOnlySpan<byte> DetailAsSent => fields.Detail.Read(captures, _payload, scan);

        public ReadOnlySpan<byte> Label
        {
            get
            {
                if (!_hasLabel) _label = FoldedText.Fold(LabelAsSent, _labelBuffer);
                _hasLabel = true;
                return _label;
            }
        }

        public ReadOnlySpan<byte> Detail
        {
            get
            {
                if (!_hasDetail) _detail = FoldedText.Fold(DetailAsSent, _detailBuffer);
                _hasDetail = true;
                return _detail;
            }
        }

        /// <summary>Another field, folded; refinements that follow each other mostly look at one and the same.</summary>
        public ReadOnlySpan<byte> Folded(string field)
        {
            if (!ReferenceEquals(_fieldName, field)) _field = FoldedText.Fold(Read(field), _fieldBuffer);
            _fieldName = field;
            return _field;
        }

        private readonly ReadOnlySpan<byte> Read(string field)
        {
            var plan = field switch
            {
                "locationType" => fields.LocationType,
                "returnFlag" => fields.ReturnFlag,
                "hint" => fields.Hint,
                "hint2" => fields.Hint2,
                "service" => fields.Service,
                "signedBy" => fields.SignedBy,
                _ => fields.Place,
            };
            return plan.Read(captures, _payload, scan);
        }
    }
}
