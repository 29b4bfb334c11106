using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Timelines.Folding;

/// <summary>Opens and ends problems as scans go by; one open problem of a family at a time.</summary>
internal sealed class ProblemLog
{
    private readonly List<Entry> _entries = [];

    /// <summary>Those that are open or were, in the order in which they began.</summary>
    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>How things stand: what the gravest open problem says.</summary>
    public Condition Condition
    {
        get
        {
            var gravest = Condition.OnTrack;
            foreach (var entry in _entries)
            {
                if (entry.Cleared < 0 && entry.Type.Condition > gravest) gravest = entry.Type.Condition;
            }
            return gravest;
        }
    }

    public void Apply(int scan, EventType type, ScanMeaning meaning)
    {
        if (meaning.Ends != ProblemFamilies.None) End(scan, meaning.Ends & ~meaning.Opens);
        if (meaning.Opens == ProblemFamilies.None) return;
        for (var i = 0; i < _entries.Count; i++)
        {
            if (_entries[i].Cleared >= 0 || _entries[i].Family != meaning.Opens) continue;
            var isFiner = ReportRank.Depth(type) >= ReportRank.Depth(_entries[i].Type);
            _entries[i] = _entries[i] with { Type = isFiner ? type : _entries[i].Type, Scans = _entries[i].Scans + 1 };
            return;
        }
        _entries.Add(new(meaning.Opens, type, scan, -1, 1));
    }

    private void End(int scan, ProblemFamilies families)
    {
        for (var i = 0; i < _entries.Count; i++)
        {
            if (_entries[i].Cleared < 0 && (_entries[i].Family & families) != ProblemFamilies.None) _entries[i] = _entries[i] with { Cleared = scan };
        }
    }

    /// <summary>A problem: the scans, by index, that opened and ended it; -1 while it is open.</summary>
    public readonly record struct Entry(ProblemFamilies Family, EventType Type, int Opened, int Cleared, int Scans);
}
