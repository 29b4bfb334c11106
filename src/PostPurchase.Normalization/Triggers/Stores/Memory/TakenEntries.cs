using System.Collections;
using NodaTime;

namespace PostPurchase.Normalization.Triggers.Stores.Memory;

/// <summary>Entries as they were taken; one that nobody took before is made when it is asked for.</summary>
/// <param name="until">When they may be taken again because nothing was heard of them.</param>
/// <param name="most">How many there are at the most.</param>
internal sealed class TakenEntries(Instant until, int most) : IReadOnlyList<OutboxEntry>
{
    private readonly List<(OutboxEntry? Entry, ShipmentTrigger? Fired)> _all = new(most);

    public int Count => _all.Count;

    public OutboxEntry this[int index] => _all[index] is var (entry, fired) && entry is not null ? entry : First(fired!, until);

    /// <summary>The entry of a trigger that was taken for the first time.</summary>
    public static OutboxEntry First(ShipmentTrigger fired, Instant until) => new(fired) { Attempts = 1, Lease = 1, NextAttempt = until };

    /// <summary>The trigger at a place where it was taken for the first time; else <see langword="null"/>.</summary>
    public ShipmentTrigger? FirstAt(int index) => _all[index].Fired;

    /// <summary>The entry of a trigger that was taken for the first time and that all handlers took.</summary>
    public OutboxEntry Handled(int index, Instant at, IReadOnlyList<HandlerOutcome> outcomes) =>
        new(_all[index].Fired!) { Attempts = 1, Lease = 1, NextAttempt = until, State = OutboxState.Handled, FinishedAt = at, Outcomes = outcomes, Trigger = null, Data = "{}" };

    public void Add(OutboxEntry entry) => _all.Add((entry, null));

    public void Add(ShipmentTrigger fired) => _all.Add((null, fired));

    public IEnumerator<OutboxEntry> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
