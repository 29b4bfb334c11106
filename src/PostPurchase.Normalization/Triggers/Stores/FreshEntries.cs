using System.Collections;

namespace PostPurchase.Normalization.Triggers.Stores;

/// <summary>Entries for triggers that fired just now, each made when it is asked for.</summary>
/// <param name="triggers">The triggers.</param>
internal sealed class FreshEntries(IReadOnlyList<ShipmentTrigger> triggers) : IReadOnlyList<OutboxEntry>
{
    public IReadOnlyList<ShipmentTrigger> Triggers => triggers;

    public int Count => triggers.Count;

    public OutboxEntry this[int index] => new(triggers[index]);

    public IEnumerator<OutboxEntry> GetEnumerator() => triggers.Select(trigger => new OutboxEntry(trigger)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
