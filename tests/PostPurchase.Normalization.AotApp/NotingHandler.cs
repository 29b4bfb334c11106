using PostPurchase.Normalization.Triggers;
using PostPurchase.Normalization.Triggers.Dispatch;

namespace PostPurchase.Normalization.AotApp;

internal sealed class NotingHandler(List<string> notes) : ITriggerHandler<DeliveredTrigger>
{
    public ValueTask HandleAsync(DeliveredTrigger trigger, CancellationToken cancellationToken)
    {
        notes.Add($"{trigger.Name} {trigger.ShipmentKey}");
        return ValueTask.CompletedTask;
    }
}
