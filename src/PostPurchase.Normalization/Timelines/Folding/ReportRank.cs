using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Timelines.Folding;

/// <summary>Which of several reports of one scan says most.</summary>
internal static class ReportRank
{
    /// <summary>Mapped before unmapped, the carrier's own before an aggregator's, the finer type, the better match; 0 keeps the earlier one.</summary>
    public static int Compare(TrackingEvent one, TrackingEvent other)
    {
        var order = (one.Match != MatchKind.Unmapped).CompareTo(other.Match != MatchKind.Unmapped);
        if (order == 0) order = (one.Via is null).CompareTo(other.Via is null);
        if (order == 0) order = Depth(one.Type).CompareTo(Depth(other.Type));
        if (order == 0) order = one.Match.CompareTo(other.Match);
        return order != 0 ? order : one.Confidence.CompareTo(other.Confidence);
    }

    /// <summary>A sent offset before a derived one before none, then the finer precision; 0 keeps the earlier one.</summary>
    public static int Compare(EventTime one, EventTime other)
    {
        var order = Trust(one).CompareTo(Trust(other));
        return order != 0 ? order : one.Precision.CompareTo(other.Precision);
    }

    private static int Trust(EventTime time) => !time.IsKnown ? 0 : time.Precision == TimePrecision.Day ? 1 : ScanMatch.IsTrusted(time) ? 5
        : time.Basis is OffsetBasis.SentDoubtful ? 3 : time.HasOffset ? 4 : 2;

    /// <summary>How fine a type is: the number of types above it.</summary>
    public static int Depth(EventType type)
    {
        var depth = 0;
        for (var parent = type.Parent; parent != type; (type, parent) = (parent, parent.Parent)) depth++;
        return depth;
    }
}
