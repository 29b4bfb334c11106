using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine.Causes;

/// <summary>Rules on what happens again.</summary>
internal sealed class RepeatRules(IEnumerable<PreparedRule> rules)
{
    /// <summary>Up to so many new scans, looking back from each is faster than counting all.</summary>
    private const int FewScans = 16;

    private static readonly EnumSet<Milestone> Returning = new([Milestone.Returning]);

    private readonly (PreparedRule Rule, RepeatCause Cause, TypeSet Types)[] _all =
        [.. rules.Where(rule => rule.Rule.Cause is RepeatCause).Select(rule => (rule, (RepeatCause)rule.Rule.Cause, new TypeSet(((RepeatCause)rule.Rule.Cause).Types)))];

    public void Find(OccasionFinder finder)
    {
        var (shipment, before) = (finder.Shipment, finder.Situation.Before);
        foreach (var (rule, cause, types) in _all)
        {
            switch (cause.Of)
            {
                case RepeatKind.Attempts:
                    if (shipment.FailedAttempts >= cause.Times && shipment.FailedAttempts > (before?.FailedAttempts ?? 0)) Add(finder, rule, LastAttempt(shipment), shipment.FailedAttempts);
                    break;
                case RepeatKind.Slips:
                    if (shipment.Estimates.Changes.Count >= cause.Times && shipment.Estimates.Slips >= cause.Times && shipment.Estimates.Slips > (before?.Estimates.Slips ?? 0)) Add(finder, rule, null, shipment.Estimates.Slips);
                    break;
                case RepeatKind.Places:
                    CountPlaces(finder, rule, cause);
                    break;
                case RepeatKind.Returns:
                    CountReturns(finder, rule, cause);
                    break;
                default:
                    if (types.MayMeet(finder.Situation.Types) && HasNew(finder, types)) CountScans(finder, rule, cause, types);
                    break;
            }
        }
    }

    private static bool HasNew(OccasionFinder finder, TypeSet types)
    {
        var history = finder.Situation.History;
        for (var i = finder.Start; i < history.Length; i++)
        {
            if (types.Has(history[i].Type)) return true;
        }
        return false;
    }

    private static void CountScans(OccasionFinder finder, PreparedRule rule, RepeatCause cause, TypeSet types)
    {
        var times = 0;
        foreach (var scan in finder.Situation.History)
        {
            if (!scan.IsMoveless && types.Has(scan.Type) && ++times >= cause.Times && scan.Index >= finder.Start) Add(finder, rule, scan, times);
        }
    }

    private static void CountReturns(OccasionFinder finder, PreparedRule rule, RepeatCause cause)
    {
        if (!finder.Situation.HasReached(Returning)) return;
        var times = 0;
        ShipmentScan? last = null;
        foreach (var phase in finder.Shipment.Phases.Where(phase => phase.To == Milestone.Returning && !phase.Scan.IsMoveless).OrderBy(phase => phase.Scan.Index))
        {
            if (phase.Scan == last) continue;
            last = phase.Scan;
            if (++times >= cause.Times && last.Index >= finder.Start) Add(finder, rule, last, times);
        }
    }

    private static void CountPlaces(OccasionFinder finder, PreparedRule rule, RepeatCause cause)
    {
        var history = finder.Situation.History;
        if (history.Length - finder.Start > FewScans)
        {
            CountAllPlaces(finder, rule, cause);
            return;
        }
        for (var i = finder.Start; i < history.Length; i++)
        {
            if (CityOf(history[i]) is not { } city) continue;
            var times = ArrivalsUpTo(i, city, history);
            if (times >= cause.Times) Add(finder, rule, history[i], times, city.ToUpperInvariant());
        }
    }

    private static void CountAllPlaces(OccasionFinder finder, PreparedRule rule, RepeatCause cause)
    {
        var visits = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        string? here = null;
        foreach (var scan in finder.Situation.History)
        {
            if (CityOf(scan) is not { } city || IsSame(city, here)) continue;
            here = city;
            var times = visits[city] = visits.GetValueOrDefault(city) + 1;
            if (times >= cause.Times && scan.Index >= finder.Start) Add(finder, rule, scan, times, city.ToUpperInvariant());
        }
    }

    /// <summary>How often the parcel has come to a city, this scan among them; 0 where it was there already.</summary>
    private static int ArrivalsUpTo(int scan, string city, ReadOnlySpan<ShipmentScan> history)
    {
        var (times, isThere) = (0, true);
        for (var i = scan - 1; i >= 0; i--)
        {
            if (CityOf(history[i]) is not { } before) continue;
            var isSame = IsSame(city, before);
            if (isSame && times == 0) return 0;
            if (!isSame && isThere) times++;
            isThere = isSame;
        }
        return isThere ? times + 1 : times;
    }

    private static string? CityOf(ShipmentScan scan) => scan.IsMoveless ? null : scan.Event.Place?.City;

    private static bool IsSame(string city, string? other) => string.Equals(city, other, StringComparison.OrdinalIgnoreCase);

    private static ShipmentScan? LastAttempt(Shipment shipment)
    {
        for (var i = shipment.History.Count - 1; i >= 0; i--)
        {
            if (shipment.History[i].Type.Milestone == Milestone.AttemptFailed && !shipment.History[i].IsMoveless) return shipment.History[i];
        }
        return null;
    }

    private static void Add(OccasionFinder finder, PreparedRule rule, ShipmentScan? scan, int times, string? place = null)
    {
        var finding = new Finding { Since = scan?.Time ?? default, Times = times, Suffix = place };
        if (scan is not null) finder.AddUnlessLeftBehind(rule, scan, finding);
        else if (finder.Shipment.IsEnded && !rule.FiresLate) finder.Reject(rule, RuleVerdict.LeftBehind, null);
        else finder.Add(rule, null, finding);
    }
}
