namespace PostPurchase.Normalization.Taxonomy;

/// <summary>The snake_case words of the enums as they stand in the data files. The arrays follow the order of the members.</summary>
internal static class TaxonomyText
{
    private static readonly string[] Scopes = ["parcel", "label", "order", "case", "money", "message"];

    private static readonly string[] Milestones =
    [
        "none", "pending", "info_received", "in_transit", "out_for_delivery", "attempt_failed", "available_for_pickup",
        "delivered", "returning", "returned", "failed", "cancelled", "expired",
    ];

    private static readonly string[] Conditions = ["on_track", "delayed", "held", "exception"];

    private static readonly string[] Severities = ["info", "notice", "warning", "critical"];

    private static readonly string[] Parties = ["none", "sender", "recipient", "carrier", "authority", "outside"];

    private static readonly string[] Confidences = ["unknown", "low", "medium", "high"];

    private static readonly string[] DeliveredTos =
    [
        "unknown", "recipient", "household", "neighbor", "authorized_person", "reception", "agent", "sender", "carrier", "customs",
    ];

    private static readonly string[] DeliveredAts =
    [
        "unknown", "door", "safe_place", "letterbox", "parcel_box", "locker", "shop", "post_office", "depot", "po_box", "dock",
        "alternate_address",
    ];

    private static readonly string[] Proofs = ["unknown", "signature", "photo", "code", "identity", "none"];

    private static readonly string[] Directions = ["unknown", "forward", "return_to_sender", "customer_return"];

    public static string ToText(this EventScope value) => At(Scopes, (int)value);

    public static string ToText(this Milestone value) => At(Milestones, (int)value);

    public static string ToText(this Condition value) => At(Conditions, (int)value);

    public static string ToText(this Severity value) => At(Severities, (int)value);

    public static string ToText(this Party value) => At(Parties, (int)value);

    public static string ToText(this Confidence value) => At(Confidences, (int)value);

    public static string ToText(this DeliveredTo value) => At(DeliveredTos, (int)value);

    public static string ToText(this DeliveredAt value) => At(DeliveredAts, (int)value);

    public static string ToText(this ProofOfDelivery value) => At(Proofs, (int)value);

    public static string ToText(this Direction value) => At(Directions, (int)value);

    public static bool TryParse(ReadOnlySpan<char> text, out EventScope value)
    {
        var index = IndexOf(Scopes, text);
        value = (EventScope)Math.Max(index, 0);
        return index >= 0;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out Milestone value)
    {
        var index = IndexOf(Milestones, text);
        value = (Milestone)Math.Max(index, 0);
        return index >= 0;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out Condition value)
    {
        var index = IndexOf(Conditions, text);
        value = (Condition)Math.Max(index, 0);
        return index >= 0;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out Severity value)
    {
        var index = IndexOf(Severities, text);
        value = (Severity)Math.Max(index, 0);
        return index >= 0;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out Party value)
    {
        var index = IndexOf(Parties, text);
        value = (Party)Math.Max(index, 0);
        return index >= 0;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out Confidence value)
    {
        var index = IndexOf(Confidences, text);
        value = (Confidence)Math.Max(index, 0);
        return index >= 0;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out DeliveredTo value)
    {
        var index = IndexOf(DeliveredTos, text);
        value = (DeliveredTo)Math.Max(index, 0);
        return index >= 0;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out DeliveredAt value)
    {
        var index = IndexOf(DeliveredAts, text);
        value = (DeliveredAt)Math.Max(index, 0);
        return index >= 0;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out ProofOfDelivery value)
    {
        var index = IndexOf(Proofs, text);
        value = (ProofOfDelivery)Math.Max(index, 0);
        return index >= 0;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out Direction value)
    {
        var index = IndexOf(Directions, text);
        value = (Direction)Math.Max(index, 0);
        return index >= 0;
    }

    private static string At(string[] words, int index) =>
        (uint)index < (uint)words.Length ? words[index] : throw new ArgumentOutOfRangeException(nameof(index), index, "Not a member of the enum.");

    private static int IndexOf(string[] words, ReadOnlySpan<char> text)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (text.SequenceEqual(words[i])) return i;
        }

        return -1;
    }
}
