using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Tests.Timelines.Laws;

/// <summary>
/// Shipments as messy as they come: a carrier's own codes, told by a poll, a hook, an aggregator and a partner, with clocks of every kind, ties,
/// pieces, numbers in several spellings, answers that leave scans out, facts that change.
/// </summary>
internal static class ShipmentGenerator
{
    private static readonly EventType HostsOwn = EventType.Register("laws:handed_to_concierge", new()
    {
        Definition = "Ends a shipment in these tests.",
        Scope = EventScope.Parcel,
        Milestone = Milestone.Delivered,
        IsEndExpected = true,
    });

    private static readonly Place[] Places =
    [
        new() { City = "Louisville", State = "KY", Country = "US" },
        new() { City = "LOUISVILLE", Country = "US", Facility = "SDF" },
        new() { City = "Köln", PostalCode = "50667", Country = "DE", Latitude = 50.94, Longitude = 6.96 },
        new() { Country = "DE" },
        new() { Text = "Sorting centre" },
    ];

    private static readonly string[] Aggregators = ["easypost", "17track"];
    private static readonly int[] Offsets = [-5, 1, 0, 9];

    public static Arbitrary<ShipmentCase> Of(string carrier) =>
        Arb.From(Gen.Choose(0, int.MaxValue).Select(seed => Make(carrier, seed)), one => one.Smaller());

    /// <summary>The same carrier and seed give the same shipment as long as the carrier's map is the same.</summary>
    public static ShipmentCase Make(string carrier, int seed)
    {
        var random = new Random(seed);
        var vocabulary = CarrierVocabulary.Of(carrier);
        var scans = Scans(vocabulary, random, seed);
        var reports = new List<ReceivedReport>();
        foreach (var source in Sources(vocabulary, random)) Tell(source, scans, random, reports);
        if (reports.Count == 0) reports.Add(new(new(new(), [scans[0]]), null));
        return new(carrier, seed, reports);
    }

    /// <summary>Which seed's numbers a shipment has; neighbours share a partner's number now and then.</summary>
    private static string Number(int seed, Random random) => random.Next(12) switch
    {
        0 => $"1z {seed % 10_000:0000} 0000-0001",
        1 => $"9400{seed % 7:0000}00000000",
        2 => "RR123456785DE",
        _ => $"1Z{seed % 10_000:0000}00000001",
    };

    private static List<TrackingEvent> Scans(CarrierVocabulary vocabulary, Random random, int seed)
    {
        var count = random.Next(1, 10);
        var words = Enumerable.Range(0, count).Select(_ => vocabulary.Words[random.Next(vocabulary.Words.Count)]).ToList();
        // Half of them in the order in which things happen.
        if (random.Next(2) == 0) words = [.. words.OrderBy(word => word.Meaning.Type.Milestone)];
        var tracking = random.Next(6) == 0 ? null : Number(seed, random);
        var (hasPieces, offset, local) = (random.Next(4) == 0, Offsets[random.Next(Offsets.Length)], new LocalDateTime(2025, 3, random.Next(1, 28), random.Next(24), 0));
        var scans = new List<TrackingEvent>(count);
        for (var i = 0; i < count; i++)
        {
            local = random.Next(6) switch { 0 => local, 1 => local.PlusSeconds(1), 2 => local.PlusMinutes(random.Next(90)), 3 => local.PlusDays(1), _ => local.PlusHours(random.Next(30)) };
            if (random.Next(8) == 0) offset = Offsets[random.Next(Offsets.Length)];
            var (word, isMapped) = (words[i], random.Next(12) > 0);
            scans.Add(new()
            {
                Carrier = vocabulary.Carrier,
                Format = vocabulary.Formats[0],
                TrackingNumber = random.Next(15) == 0 ? Number(seed, random) : tracking,
                Piece = hasPieces && random.Next(3) > 0 ? $"P{random.Next(1, 4)}" : null,
                Type = isMapped ? TypeOf(word, random) : EventType.Tracking.Unmapped,
                Match = isMapped ? word.Match : MatchKind.Unmapped,
                Confidence = isMapped ? word.Meaning.Confidence : Confidence.Unknown,
                Time = EventTime.AtOffset(local, Offset.FromHours(offset), TimePrecision.Second, OffsetBasis.Sent),
                Place = random.Next(3) == 0 ? null : Places[random.Next(Places.Length)],
                Facets = random.Next(20) == 0 ? word.Facets with { Direction = (Direction)random.Next(4), Attempt = random.Next(4) } : word.Facets,
                PartnerNumber = random.Next(15) == 0 ? $"9400{seed % 7:0000}00000000" : null,
                PartnerCarrier = random.Next(15) == 0 ? "USPS" : null,
                Service = random.Next(15) == 0 ? "Ground" : null,
                SignedBy = random.Next(30) == 0 ? "M. Muster" : null,
                Raw = word.Raw,
            });
        }
        return scans;
    }

    private static EventType TypeOf(Word word, Random random) => random.Next(40) switch
    {
        0 => EventType.All[random.Next(EventType.All.Count)],
        1 => HostsOwn,
        2 => EventType.FromCode("later.version"),
        3 => EventType.Tracking.DeliveryRetracted,
        4 => EventType.FromCode("delivered"),
        _ => word.Meaning.Type,
    };

    private static IEnumerable<Source> Sources(CarrierVocabulary vocabulary, Random random)
    {
        var clock = (Clock)random.Next(Enum.GetValues<Clock>().Length);
        yield return new(vocabulary.Carrier, null, vocabulary.Formats[0], clock, IsPoll: true);
        if (random.Next(3) == 0) yield return new(vocabulary.Carrier, null, vocabulary.Formats[^1] + "-hook", (Clock)random.Next(Enum.GetValues<Clock>().Length), IsPoll: false);
        if (random.Next(3) == 0) yield return new(vocabulary.Carrier, Aggregators[random.Next(Aggregators.Length)], "tracker", (Clock)random.Next(Enum.GetValues<Clock>().Length), IsPoll: random.Next(2) == 0);
        if (random.Next(8) == 0) yield return new("usps", null, "usps-v3", Clock.Local, IsPoll: false);
    }

    private static void Tell(Source source, List<TrackingEvent> scans, Random random, List<ReceivedReport> reports)
    {
        var told = scans.Where(_ => source.Via is null ? random.Next(12) > 0 : random.Next(3) > 0).Select(scan => source.Report(scan, random)).ToArray();
        if (told.Length == 0) return;
        TrackingEvent.NumberWithinDays(told);
        var isReceived = random.Next(2) == 0;
        var received = Instant.FromUtc(2025, 3, random.Next(1, 28), random.Next(24), 0);
        if (!source.IsPoll)
        {
            foreach (var one in told) reports.Add(new(new(Facts(random), [one]), At()));
            return;
        }
        for (var polls = random.Next(1, 4); polls > 0; polls--)
        {
            var answer = told.Where(_ => random.Next(10) > 0).ToArray();
            if (answer.Length > 0) reports.Add(new(new(Facts(random), answer), At()));
        }

        Instant? At()
        {
            received += Duration.FromMinutes(random.Next(3) * random.Next(2000));
            return isReceived ? received : null;
        }
    }

    private static ShipmentFacts Facts(Random random)
    {
        if (random.Next(2) == 0) return new();
        return new()
        {
            Service = random.Next(3) == 0 ? $"Service {random.Next(3)}" : null,
            PieceCount = random.Next(4) == 0 ? random.Next(1, 4) : null,
            Pieces = random.Next(6) == 0 ? ["P1", "P2"] : [],
            Origin = random.Next(4) == 0 ? Places[random.Next(Places.Length)] : null,
            Destination = random.Next(4) == 0 ? Places[random.Next(Places.Length)] : null,
            Partners = random.Next(6) == 0 ? [new($"9400{random.Next(7):0000}00000000", random.Next(2) == 0 ? "USPS" : null)] : [],
            References = random.Next(6) == 0 ? [new($"PO {random.Next(3)}", random.Next(2) == 0 ? "order" : null)] : [],
            Estimates = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Estimate(random))],
        };
    }

    private static DeliveryEstimate Estimate(Random random)
    {
        var day = new LocalDate(2025, 3, random.Next(1, 28));
        var from = random.Next(3) switch { 0 => default, 1 => EventTime.OnDay(day), _ => EventTime.AtLocal(day.At(new LocalTime(9, 0)), TimePrecision.Minute) };
        return new((EstimateKind)random.Next(4), from, random.Next(3) == 0 ? EventTime.OnDay(day.PlusDays(random.Next(3))) : default);
    }

    /// <summary>What a source makes of the moment of a scan.</summary>
    private enum Clock
    {
        Sent,
        Local,
        DoubtfulZ,
        Derived,
        Minute,
        Day,
        None,
        Mixed,
    }

    private sealed record Source(string Carrier, string? Via, string Format, Clock Clock, bool IsPoll)
    {
        public TrackingEvent Report(TrackingEvent scan, Random random) => scan with
        {
            Carrier = Carrier,
            Via = Via,
            Format = Format,
            TrackingNumber = Carrier == scan.Carrier ? scan.TrackingNumber : "9400000100000000",
            Type = Via is not null && random.Next(2) == 0 ? scan.Type.Parent : scan.Type,
            Time = TimeOf(scan.Time, Clock == Clock.Mixed ? (Clock)random.Next((int)Clock.Mixed) : Clock, random),
            Place = random.Next(4) == 0 ? null : scan.Place,
            Piece = random.Next(6) == 0 ? null : scan.Piece,
            Raw = Raw(scan, random),
        };

        private RawScan Raw(TrackingEvent scan, Random random)
        {
            var raw = scan.Raw with { Time = $"{scan.Time}" };
            if (Via is null) return random.Next(10) == 0 ? raw with { Detail = "as told" } : raw;
            return random.Next(2) == 0 ? raw with { Label = raw.Label?.ToUpperInvariant() } : raw with { Code = scan.Type.Milestone.ToText(), Qualifier = null };
        }

        private static EventTime TimeOf(EventTime time, Clock clock, Random random)
        {
            var local = random.Next(6) == 0 ? time.Local.PlusSeconds(random.Next(-1, 2)) : time.Local;
            return clock switch
            {
                Clock.Local => EventTime.AtLocal(local),
                Clock.DoubtfulZ => EventTime.AtOffset(local, Offset.Zero, TimePrecision.Second, OffsetBasis.SentDoubtful),
                Clock.Derived => EventTime.AtOffset(local, time.Offset!.Value, TimePrecision.Second, OffsetBasis.Place, (DstResolution)random.Next(3)),
                Clock.Minute => EventTime.AtOffset(local, time.Offset!.Value, TimePrecision.Minute, OffsetBasis.Sent),
                Clock.Day => EventTime.OnDay(local.Date),
                Clock.None => default,
                _ => EventTime.AtOffset(local.PlusNanoseconds(random.Next(5) == 0 ? 1_000_001 : 0), time.Offset!.Value, TimePrecision.Fraction, OffsetBasis.Sent),
            };
        }
    }
}
