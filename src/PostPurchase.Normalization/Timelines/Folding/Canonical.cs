using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Timelines.Folding;

/// <summary>Orders that depend on nothing but the values compared; 0 only for values that are equal.</summary>
internal static class Canonical
{
    /// <summary>Reports are equal that say the same in all but the place in the payload.</summary>
    public static IEqualityComparer<TrackingEvent> Contents { get; } = EqualityComparer<TrackingEvent>.Create(
        (left, right) => Compare(left!, right!) == 0,
        told => HashCode.Combine(told.Time, told.Type, told.TrackingNumber, told.Piece, told.Format, told.Place, told.Raw));

    /// <summary>By the moment, or the clock on the wall where there is none; then by all that is known of the time. No time comes first.</summary>
    public static int Compare(EventTime left, EventTime right)
    {
        if (left.Equals(right)) return 0;
        if (left.IsKnown != right.IsKnown) return left.IsKnown ? 1 : -1;
        var order = left.MomentTicks.CompareTo(right.MomentTicks);
        if (order == 0) order = left.LocalTicks.CompareTo(right.LocalTicks);
        if (order == 0) order = left.Precision.CompareTo(right.Precision);
        if (order == 0) order = left.Basis.CompareTo(right.Basis);
        if (order == 0) order = left.OffsetSeconds.CompareTo(right.OffsetSeconds);
        if (order == 0) order = left.DstResolution.CompareTo(right.DstResolution);
        return order != 0 ? order : left.Local.NanosecondOfSecond.CompareTo(right.Local.NanosecondOfSecond);
    }

    /// <summary>By what the reports say, in the order of their members.</summary>
    public static int Compare(TrackingEvent left, TrackingEvent right)
    {
        if (ReferenceEquals(left, right)) return 0;
        var order = string.CompareOrdinal(left.Carrier, right.Carrier);
        if (order == 0) order = string.CompareOrdinal(left.Via, right.Via);
        if (order == 0) order = string.CompareOrdinal(left.Format, right.Format);
        if (order == 0) order = string.CompareOrdinal(left.TrackingNumber, right.TrackingNumber);
        if (order == 0) order = string.CompareOrdinal(left.Piece, right.Piece);
        if (order == 0) order = string.CompareOrdinal(left.Type.Code, right.Type.Code);
        if (order == 0) order = string.CompareOrdinal(left.Raw.Code, right.Raw.Code);
        if (order == 0) order = string.CompareOrdinal(left.Raw.Qualifier, right.Raw.Qualifier);
        if (order == 0) order = string.CompareOrdinal(left.Raw.Qualifier2, right.Raw.Qualifier2);
        if (order == 0) order = string.CompareOrdinal(left.Raw.Label, right.Raw.Label);
        if (order == 0) order = string.CompareOrdinal(left.Raw.Detail, right.Raw.Detail);
        if (order == 0) order = string.CompareOrdinal(left.Raw.Time, right.Raw.Time);
        if (order == 0) order = Compare(left.Time, right.Time);
        if (order == 0) order = Compare(left.Place, right.Place);
        return order != 0 ? order : CompareRest(left, right);
    }

    public static int Compare(Place? left, Place? right)
    {
        if (ReferenceEquals(left, right)) return 0;
        if (left is null || right is null) return left is null ? -1 : 1;
        var order = string.CompareOrdinal(left.Country, right.Country);
        if (order == 0) order = string.CompareOrdinal(left.State, right.State);
        if (order == 0) order = string.CompareOrdinal(left.City, right.City);
        if (order == 0) order = string.CompareOrdinal(left.PostalCode, right.PostalCode);
        if (order == 0) order = string.CompareOrdinal(left.Text, right.Text);
        if (order == 0) order = string.CompareOrdinal(left.Facility, right.Facility);
        if (order == 0) order = Nullable.Compare(left.Latitude, right.Latitude);
        return order != 0 ? order : Nullable.Compare(left.Longitude, right.Longitude);
    }

    /// <summary>What rarely differs where all else is equal.</summary>
    private static int CompareRest(TrackingEvent left, TrackingEvent right)
    {
        var order = left.Match.CompareTo(right.Match);
        if (order == 0) order = left.Confidence.CompareTo(right.Confidence);
        if (order == 0) order = string.CompareOrdinal(left.Service, right.Service);
        if (order == 0) order = string.CompareOrdinal(left.PartnerNumber, right.PartnerNumber);
        if (order == 0) order = string.CompareOrdinal(left.PartnerCarrier, right.PartnerCarrier);
        if (order == 0) order = string.CompareOrdinal(left.SignedBy, right.SignedBy);
        var (one, other) = (left.Facets, right.Facets);
        if (order == 0) order = one.DeliveredTo.CompareTo(other.DeliveredTo);
        if (order == 0) order = one.DeliveredAt.CompareTo(other.DeliveredAt);
        if (order == 0) order = one.Proof.CompareTo(other.Proof);
        if (order == 0) order = one.Direction.CompareTo(other.Direction);
        if (order == 0) order = one.Attempt.CompareTo(other.Attempt);
        if (order == 0) order = one.IsFinalAttempt.CompareTo(other.IsFinalAttempt);
        if (order == 0) order = string.CompareOrdinal(one.Reason, other.Reason);
        if (order == 0) order = one.ActionBy.CompareTo(other.ActionBy);
        return order != 0 ? order : one.CausedBy.CompareTo(other.CausedBy);
    }
}
