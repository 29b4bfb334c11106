using NodaTime;

namespace PostPurchase.Normalization.Triggers.Stores.Memory;

/// <summary>Triggers that were taken together.</summary>
/// <param name="until">When they may be taken again because nothing was heard of them.</param>
/// <param name="most">How many there are at the most.</param>
internal sealed class EntryLease(Instant until, int most)
{
    private readonly List<KeptEntry> _entries = new(most);
    private int _open;

    public Instant Until { get; } = until;

    public bool IsOpen => _open > 0;

    public void Add(KeptEntry kept)
    {
        _entries.Add(kept);
        _open++;
    }

    /// <summary>One of which something was heard.</summary>
    public void Release(KeptEntry kept)
    {
        kept.Leave();
        if (--_open == 0) _entries.Clear();
    }

    /// <summary>Those of which nothing was heard; they are under no lease from then on.</summary>
    public IEnumerable<KeptEntry> End()
    {
        foreach (var kept in _entries.ToArray())
        {
            if (kept.Lease != this) continue;
            Release(kept);
            yield return kept;
        }
    }
}
