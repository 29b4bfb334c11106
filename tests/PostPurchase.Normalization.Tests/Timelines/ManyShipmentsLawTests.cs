using FsCheck;
using FsCheck.Fluent;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Tests.Timelines.Laws;
using PostPurchase.Normalization.Timelines;
using Xunit;

namespace PostPurchase.Normalization.Tests.Timelines;

/// <summary>What holds for every set of reports of many shipments, some of which are linked.</summary>
public sealed class ManyShipmentsLawTests
{
    private const int Cases = 300;

    [Fact]
    public void Any_order_gives_the_same_shipments() => Prop.ForAll(Mixtures(), mixture =>
    {
        var random = new Random(mixture.Seed);
        var first = List(mixture.Reports);
        var shuffled = mixture.Reports.ToArray();
        random.Shuffle(shuffled);
        var again = shuffled.Where(_ => random.Next(5) == 0).ToArray();

        Assert.Equal(first, List([.. shuffled, .. again]));
        Assert.Equal(first.Count, first.Distinct(StringComparer.Ordinal).Count());
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));

    [Fact]
    public void Every_number_finds_the_shipment_that_has_it() => Prop.ForAll(Mixtures(), mixture =>
    {
        var timelines = Fold(mixture.Reports);
        foreach (var told in mixture.Reports.SelectMany(one => one.Report.Report.Events).Where(told => told.TrackingNumber is not null))
        {
            var found = timelines.Find(told.Carrier, told.TrackingNumber!.ToLowerInvariant());
            Assert.Contains(found!.Shipment.History.SelectMany(scan => scan.Reports), report => report.TrackingNumber == told.TrackingNumber && report.Raw == told.Raw);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));

    [Fact]
    public void Shipments_without_a_number_that_begin_alike_are_listed_in_one_order()
    {
        var first = new ShipmentReport(new(), [Told("01T10:00 transit"), Told("02T10:00 delivered")]);
        var second = new ShipmentReport(new(), [Told("01T10:00 transit"), Told("03T10:00 exception.lost")]);

        Assert.Equal(List([("a", new(first, null)), ("b", new(second, null))]), List([("b", new(second, null)), ("a", new(first, null))]));

        static TrackingEvent Told(string scan) => Scans.Event(scan) with { TrackingNumber = null };
    }

    private static List<string> List(IEnumerable<(string Key, ReceivedReport Report)> reports) => [.. Fold(reports).Shipments.Select(Fingerprint.Of)];

    private static ShipmentTimelines Fold(IEnumerable<(string Key, ReceivedReport Report)> reports)
    {
        var timelines = new ShipmentTimelines();
        foreach (var (key, report) in reports) timelines.Add(report.Report, report.At, key);
        return timelines;
    }

    private static Arbitrary<Mixture> Mixtures() => Arb.From(Gen.Choose(0, int.MaxValue).Select(Mixture.Make), mixture => mixture.Smaller());

    /// <summary>Reports of several shipments, each with the name of the file that tells apart what has no number.</summary>
    private sealed record Mixture(int Seed, IReadOnlyList<(string Key, ReceivedReport Report)> Reports)
    {
        public static Mixture Make(int seed)
        {
            var random = new Random(seed);
            var reports = Enumerable.Range(0, random.Next(2, 7))
                .Select(_ => ShipmentGenerator.Make(CarrierVocabulary.Carriers[random.Next(CarrierVocabulary.Carriers.Count)], random.Next()))
                .SelectMany(one => one.Reports.Select(report => ($"{one.Carrier}-{one.Seed % 3}.json", report)));
            return new(seed, [.. reports]);
        }

        public IEnumerable<Mixture> Smaller()
        {
            for (var i = 0; i < Reports.Count; i++) yield return this with { Reports = [.. Reports.Take(i), .. Reports.Skip(i + 1)] };
        }

        public override string ToString() => $"Mixture.Make({Seed})\n{string.Join('\n', Reports.Select(one => $"{one.Key}\n{one.Report}"))}";
    }
}
