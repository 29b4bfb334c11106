using NodaTime;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>Of what was found, what fires: not what another trigger silences, nor while its rule keeps silent. Lives for one decision.</summary>
internal sealed class Decision(RuleIndex index, FiredLog fired, OccasionFinder finder)
{
    private readonly long _now = finder.Situation.NowTicks;
    private List<HeldRule>? _held;
    private FiredLog? _after;

    /// <summary>What has fired, with what fires now.</summary>
    public FiredLog Fired => _after ?? fired;

    public IReadOnlyList<ShipmentTrigger> Triggers { get; private set; } = [];

    /// <summary>When the engine looks again: when the next wait is over, or the next silence after which there is something to tell.</summary>
    public Instant? NextDue { get; private set; } = finder.NextDue;

    public void Decide()
    {
        TakeUpHeld();
        var found = finder.Found;
        var added = new NewMarks(found.Count);
        var triggers = new ShipmentTrigger[found.Count];
        var count = 0;
        for (var i = 0; i < found.Count; i++)
        {
            var (rule, occasion) = found[i];
            if (SilencerOf(rule, fired, finder) is not null || (rule.Pauses && !IsTold(i, added)) || !added.Add(rule, occasion.CauseKey, _now)) continue;
            triggers[count++] = rule.Create(occasion);
        }
        if (count < triggers.Length) Array.Resize(ref triggers, count);
        Triggers = triggers;
        if (added.Count > 0 || _held is not null) _after = fired.With(added.All, _held ?? fired.Held);
        for (var i = 0; i < Fired.Held.Count; i++)
        {
            var until = Instant.FromUnixTimeTicks(Fired.Held[i].Until);
            if (NextDue is null || until < NextDue) NextDue = until;
        }
    }

    public static string? SilencerOf(PreparedRule rule, FiredLog fired, OccasionFinder finder)
    {
        foreach (var silencer in rule.Silencers)
        {
            if (fired.Has(silencer)) return silencer.Rule.Name;
            foreach (var (other, _) in finder.Found)
            {
                if (other == silencer) return silencer.Rule.Name;
            }
        }
        return null;
    }

    /// <summary>Whether an occasion of a rule that pauses fires; if not it is told with another, or held.</summary>
    private bool IsTold(int place, NewMarks added)
    {
        var (rule, occasion) = finder.Found[place];
        var until = fired.SilentUntil(rule);
        if (until <= _now)
        {
            if (IsNewest(place)) return true;
            added.Add(rule, occasion.CauseKey, _now);
        }
        else if (rule.Rule.Meanwhile == Meanwhile.Dropped) added.Add(rule, occasion.CauseKey, fired.LastOf(rule));
        else Hold(rule, until);
        return false;
    }

    private bool IsNewest(int place)
    {
        var found = finder.Found;
        for (var i = place + 1; i < found.Count; i++)
        {
            if (found[i].Rule == found[place].Rule) return false;
        }
        return true;
    }

    private void Hold(PreparedRule rule, long until)
    {
        _held ??= [.. fired.Held];
        if (!_held.Exists(held => held.Rule == rule.Rule.Name)) _held.Add(new(rule.Rule.Name, until));
    }

    /// <summary>Rules whose silence is over look at all of the shipment again.</summary>
    private void TakeUpHeld()
    {
        if (fired.Held.Count == 0 || !fired.Held.Any(held => held.Until <= _now)) return;
        _held = [.. fired.Held.Where(held => held.Until > _now)];
        var rules = fired.Held.Where(held => held.Until <= _now).Select(held => index.OrdinalOf(held.Rule)).ToHashSet();
        finder.Found.RemoveAll(one => rules.Contains(one.Rule.Ordinal));
        var again = new OccasionFinder(index, fired, finder.Situation.WithoutBefore(), null);
        again.Find();
        finder.Found.AddRange(again.Found.Where(one => rules.Contains(one.Rule.Ordinal)));
    }
}
