namespace PostPurchase.Normalization.Triggers.Dispatch;

/// <summary>Acts on triggers: sends a mail, opens a ticket, books points.</summary>
/// <typeparam name="T">A single trigger, such as <see cref="DeliveredTrigger"/>; a group, such as <see cref="CustomsTrigger"/>; or <see cref="ShipmentTrigger"/> for all.</typeparam>
/// <remarks>
/// A trigger may come more than once, as after a crash between the act and its record, always with the same <see cref="ShipmentTrigger.Id"/>: whoever
/// passes the id on as the key of idempotency, or remembers it, acts once.
/// </remarks>
public interface ITriggerHandler<in T>
    where T : ShipmentTrigger
{
    /// <summary>Acts on a trigger. An exception means that it has to be tried again.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <param name="cancellationToken">The host stops, or the time for a handler is up.</param>
    ValueTask HandleAsync(T trigger, CancellationToken cancellationToken);
}
