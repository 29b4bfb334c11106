using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Timelines.Folding;

/// <summary>Makes the snapshot: a function of the set of reports and facts, and of nothing else.</summary>
internal static class ShipmentFold
{
    /// <remarks>Of the snapshot before, scans are taken over that are still the same; it makes no other difference.</remarks>
    public static Shipment Fold(
        ReadOnlySpan<Sighting> sightings, FactLedger facts, ReadOnlySpan<SourceCoverage> coverages, DeliveryEstimate? promise, BusinessCalendar calendar, Shipment? before)
    {
        using var scans = new ScanSet(sightings, facts.Pieces, coverages);
        var numbers = scans.PieceNumbers();
        var parcels = Follow(scans, numbers);
        scans.FlagBeforePickup();
        scans.FlagLate();
        scans.FlagClocks();

        var history = scans.ToHistory(before?.History as ShipmentScan[]);
        var problems = ProblemsOf(parcels, history);
        var open = OpenProblem(problems);
        var lagging = Lagging(parcels);
        var dates = DatesOf(parcels);
        var lead = Numbers.LeadOf(scans, facts);
        var last = LastPhysical(parcels);
        var lastPlace = LastPlace(history, last);
        return new()
        {
            Carrier = lead.Carrier ?? "",
            TrackingNumber = lead.Number,
            Milestone = lagging.Milestone,
            Since = lagging.Since,
            Condition = open?.Condition ?? Condition.OnTrack,
            IsEnded = Array.TrueForAll(parcels, parcel => parcel.IsEnded),
            Leg = lagging.Leg,
            Dates = dates,
            Phases = PhasesOf(parcels, numbers, history),
            FailedAttempts = MostFailedAttempts(parcels),
            OpenProblem = open,
            Problems = problems,
            Estimates = EstimateFold.Fold(facts.Estimates, promise, lagging.Milestone == Milestone.Delivered ? dates.Delivered : default, calendar),
            CurrentCarrier = Numbers.CurrentCarrier(history, last),
            OtherNumbers = Numbers.Others(lead, scans, facts),
            LastPlace = lastPlace?.Event.Place,
            LastSeen = lastPlace?.Time ?? default,
            Pieces = PiecesOf(parcels, numbers),
            PieceCount = facts.PieceCount?.Value,
            IsPartlyDelivered = IsPartlyDelivered(parcels, history),
            Service = facts.Service?.Value,
            Origin = facts.Origin?.Value,
            Destination = facts.Destination?.Value,
            References = facts.References.Count == 0 ? [] : [.. facts.References.Select(one => new ShipmentReference(one.Number, one.Type))],
            History = history,
        };
    }

    /// <summary>Follows every parcel to its last scan; begins again without a scan that one of them takes back, as though it had never been.</summary>
    private static ParcelFold[] Follow(ScanSet scans, string[] numbers)
    {
        var pieces = numbers.Length < 2 ? null : scans.ByPiece(numbers);
        while (true)
        {
            var (parcels, retracted) = (new ParcelFold[pieces?.Length ?? 1], -1);
            scans.ForgetFlags();
            for (var i = 0; i < parcels.Length && retracted < 0; i++)
            {
                parcels[i] = new();
                retracted = pieces is null ? FollowAll(scans, parcels[i]) : FollowPiece(scans, parcels[i], pieces[i]);
            }
            if (retracted < 0) return parcels;
            scans.Retract(retracted);
        }
    }

    private static int FollowAll(ScanSet scans, ParcelFold parcel)
    {
        for (var i = 0; i < scans.Count && parcel.Retracted < 0; i++) FollowScan(scans, parcel, i);
        return parcel.Retracted;
    }

    private static int FollowPiece(ScanSet scans, ParcelFold parcel, int[] ofPiece)
    {
        for (var i = 0; i < ofPiece.Length && parcel.Retracted < 0; i++) FollowScan(scans, parcel, ofPiece[i]);
        return parcel.Retracted;
    }

    private static void FollowScan(ScanSet scans, ParcelFold parcel, int scan)
    {
        if (scans.Counts(scan)) scans.Flag(scan, parcel.Apply(scan, scans.Event(scan), scans.Time(scan)));
    }

    /// <summary>The piece that is least far; ended ones count only where all have ended, a delivery before other ends.</summary>
    private static ParcelFold Lagging(ParcelFold[] parcels)
    {
        var lagging = parcels[0];
        foreach (var parcel in parcels.AsSpan(1))
        {
            if (parcel.IsEnded != lagging.IsEnded ? lagging.IsEnded : parcel.Milestone < lagging.Milestone) lagging = parcel;
        }
        return lagging;
    }

    private static MilestoneDates DatesOf(ParcelFold[] parcels)
    {
        if (parcels.Length == 1) return parcels[0].Dates;
        var times = new EventTime[Enum.GetValues<Milestone>().Length];
        for (var i = 0; i < times.Length; i++)
        {
            var milestone = (Milestone)i;
            var isLast = milestone is Milestone.Delivered or Milestone.Returned;
            if (isLast && !parcels.All(parcel => parcel.IsEnded)) continue;
            foreach (var time in parcels.Select(parcel => parcel.Dates[milestone]).Where(time => time.IsKnown))
            {
                var order = times[i].IsKnown ? Canonical.Compare(time, times[i]) : 0;
                if (!times[i].IsKnown || (isLast ? order > 0 : order < 0)) times[i] = time;
            }
        }
        return new(times);
    }

    private static PhaseChange[] PhasesOf(ParcelFold[] parcels, IReadOnlyList<string> numbers, ShipmentScan[] history)
    {
        var count = 0;
        foreach (var parcel in parcels) count += parcel.Steps.Count;
        var phases = new PhaseChange[count];
        for (var i = parcels.Length - 1; i >= 0; i--)
        {
            for (var j = parcels[i].Steps.Count - 1; j >= 0; j--)
            {
                var step = parcels[i].Steps[j];
                phases[--count] = new(step.From, step.To, history[step.Scan], numbers.Count < 2 ? null : numbers[i]);
            }
        }
        return phases;
    }

    private static ShipmentProblem[] ProblemsOf(ParcelFold[] parcels, ShipmentScan[] history)
    {
        if (parcels.Length > 1) return ProblemsOfPieces(parcels, history);
        var entries = parcels[0].Problems.Entries;
        if (entries.Count == 0) return [];
        var problems = new ShipmentProblem[entries.Count];
        for (var i = 0; i < problems.Length; i++) problems[i] = ProblemOf(entries[i], history);
        return problems;
    }

    /// <summary>A problem of the whole shipment is one problem, open as long as it is open for any piece.</summary>
    private static ShipmentProblem[] ProblemsOfPieces(ParcelFold[] parcels, ShipmentScan[] history) =>
        [.. parcels.SelectMany(parcel => parcel.Problems.Entries)
            .GroupBy(entry => entry.Opened)
            .OrderBy(group => group.Key)
            .Select(group => group.OrderBy(entry => entry.Cleared < 0 ? int.MinValue : -entry.Cleared).ThenByDescending(entry => entry.Scans).ThenBy(entry => entry.Type.Number).First())
            .Select(entry => ProblemOf(entry, history))];

    private static ShipmentProblem ProblemOf(ProblemLog.Entry entry, ShipmentScan[] history) => new()
    {
        Type = entry.Type,
        Opened = history[entry.Opened],
        Scans = entry.Scans,
        Cleared = entry.Cleared < 0 ? null : history[entry.Cleared],
    };

    private static ShipmentProblem? OpenProblem(ShipmentProblem[] problems)
    {
        ShipmentProblem? gravest = null;
        foreach (var problem in problems)
        {
            if (problem.IsOpen && (gravest is null || problem.Condition >= gravest.Condition)) gravest = problem;
        }
        return gravest;
    }

    private static ShipmentPiece[] PiecesOf(ParcelFold[] parcels, string[] numbers)
    {
        if (numbers.Length < 2) return [];
        var pieces = new ShipmentPiece[parcels.Length];
        for (var i = 0; i < pieces.Length; i++) pieces[i] = PieceOf(numbers[i], parcels[i]);
        return pieces;
    }

    private static ShipmentPiece PieceOf(string number, ParcelFold parcel) => new()
    {
        Number = number,
        Milestone = parcel.Milestone,
        Since = parcel.Since,
        Condition = parcel.Problems.Condition,
        IsEnded = parcel.IsEnded,
        Leg = parcel.Leg,
        FailedAttempts = parcel.FailedAttempts,
        Dates = parcel.Dates,
    };

    private static bool IsPartlyDelivered(ParcelFold[] parcels, ShipmentScan[] history)
    {
        if (parcels.Length > 1) return parcels.Any(parcel => parcel.Milestone == Milestone.Delivered) && parcels.Any(parcel => !parcel.IsEnded);
        return !parcels[0].IsEnded && Array.Exists(history, scan => scan.Type == EventType.Delivery.Partial);
    }

    private static int MostFailedAttempts(ParcelFold[] parcels) => parcels.Length == 1 ? parcels[0].FailedAttempts : parcels.Max(parcel => parcel.FailedAttempts);

    private static int LastPhysical(ParcelFold[] parcels) => parcels.Length == 1 ? parcels[0].LastPhysical : parcels.Max(parcel => parcel.LastPhysical);

    private static ShipmentScan? LastPlace(ShipmentScan[] history, int last)
    {
        for (var i = last; i >= 0; i--)
        {
            if (history[i].Event.Place is not null && history[i].Counts && ScanMeaning.Of(history[i].Type).Has(ScanTraits.IsPhysical)) return history[i];
        }
        return null;
    }
}
