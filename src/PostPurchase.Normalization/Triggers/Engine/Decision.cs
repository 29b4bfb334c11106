using NodaTime;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>Of what was found, what fires: not what another trigger silences, nor while its rule keeps silent.</summary>
internal ref struct Decision(RuleIndex index, FiredLog fired, OccasionFinder finder)
{
    private readonly long _now = finder.Situation.NowTicks;
    private readonly NewMarks _added = finder.Added;
    private List<HeldRule>? _held;
    private FiredLog? _after;

    /// <summary>What has fired, with what fires now.</summary>
    public readonly FiredLog Fired => _after ?? fired;

    public IReadOnlyList<ShipmentTrigger> Triggers { get; private set; } = [];

    /// <summary>When the engine looks again: when the next wait is over, or the next silence after which there is something to tell.</summary>
    public Instant? NextDue { get; private set; } = finder.NextDue;

    public void Decide()
    {
        TakeUpHeld();
        var found = finder.Found;
        finder.NoteNewest();
        var places = finder.Places();
        var count = 0;
        for (var i = 0; i < found.Length; i++)
        {
            ref readonly var candidate = ref found[i];
            var rule = candidate.Rule;
            if (SilencerOf(rule, fired, finder) is not null || (rule.Pauses && !IsTold(i)) || !_added.Add(rule, candidate.CauseKey, _now)) continue;
            places[count++] = rule.Create(candidate.ToOccasion(finder.Setting));
        }
        Triggers = places[..count].ToArray();
        if (_added.Count > 0 || _held is not null) _after = fired.With(_added.All, _held ?? fired.Held, _now);
        for (var i = 0; i < Fired.Held.Count; i++)
        {
            var until = Instant.FromUnixTimeTicks(Fired.Held[i].Until);
            if (NextDue is null || until < NextDue) NextDue = until;
        }
    }

    public static string? SilencerOf(PreparedRule rule, FiredLog fired, OccasionFinder finder)
    {
        if (rule.Silencers is null) return null;
        foreach (var silencer in rule.Silencers)
        {
            if (fired.Has(silencer)) return silencer.Rule.Name;
            foreach (ref readonly var found in finder.Found)
            {
                if (found.Rule == silencer) return silencer.Rule.Name;
            }
        }
        return null;
    }

    /// <summary>Whether an occasion of a rule that pauses fires; if not it is told with another, or held.</summary>
    private bool IsTold(int place)
    {
        ref readonly var candidate = ref finder.Found[place];
        var rule = candidate.Rule;
        var until = fired.SilentUntil(rule);
        if (until <= _now)
        {
            if (finder.IsNewest(place)) return true;
            _added.Add(rule, candidate.CauseKey, _now);
        }
        else if (rule.Rule.Meanwhile == Meanwhile.Dropped) _added.Add(rule, candidate.CauseKey, fired.LastOf(rule));
        else Hold(rule, until);
        return false;
    }

    private void Hold(PreparedRule rule, long until)
    {
        _held ??= [.. fired.Held];
        if (!_held.Exists(held => held.Rule == rule.Rule.Name)) _held.Add(new(rule.Rule.Name, until));
    }

    /// <summary>Rules whose silence is over look at all of the shipment again.</summary>
    private void TakeUpHeld()
    {
        if (fired.Held.Count == 0) return;
        var (rules, held) = (new HashSet<int>(), new List<HeldRule>());
        foreach (var one in fired.Held)
        {
            if (one.Until <= _now) rules.Add(index.OrdinalOf(one.Rule));
            else held.Add(one);
        }
        if (rules.Count == 0) return;
        _held = held;
        finder.FindAgain(rules);
    }
}
