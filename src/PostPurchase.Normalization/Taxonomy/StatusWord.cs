namespace PostPurchase.Normalization.Taxonomy;

/// <summary>One word for hosts that want one: the phase, overlaid by the condition.</summary>
public static class StatusWord
{
    /// <summary>The word for a phase and a condition, such as <c>in_transit</c>, <c>held</c> or <c>delivered</c>.</summary>
    /// <remarks>
    /// An end or a failed attempt always speaks for itself. Held and exception cover every other phase; delayed covers only the
    /// phases in which the parcel is not yet within the recipient's reach. <c>unknown</c> when neither says anything.
    /// </remarks>
    public static string Of(Milestone milestone, Condition condition) => milestone switch
    {
        Milestone.AttemptFailed or Milestone.Delivered or Milestone.Returned or Milestone.Failed or Milestone.Cancelled
            or Milestone.Expired => milestone.ToText(),
        _ when condition is Condition.Held or Condition.Exception => condition.ToText(),
        Milestone.OutForDelivery or Milestone.AvailableForPickup or Milestone.Returning => milestone.ToText(),
        _ when condition is Condition.Delayed => condition.ToText(),
        Milestone.None => "unknown",
        _ => milestone.ToText(),
    };
}
