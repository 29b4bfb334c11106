using System.Text;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Normalizing.Streams;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Adapters;

/// <summary>A whole adapter: lines such as <c>NW1|10|Arrived|2024-11-22 13:58|New York|NY|US</c>, a new number begins a shipment.</summary>
internal sealed class PipedLinesAdapter : ICarrierAdapter
{
    public AdapterFormat Format { get; } = new("northwind-lines", "northwind", "scans") { TimePatterns = ["yyyy-MM-dd HH:mm"], Zone = "place" };

    public bool Recognizes(ReadOnlySpan<byte> utf8Payload) => utf8Payload.StartsWith("NW"u8);

    public void Read(ReadOnlySpan<byte> utf8Payload, ScanWriter scans)
    {
        ReadOnlySpan<byte> number = default;
        Span<Range> parts = stackalloc Range[7];
        foreach (var range in utf8Payload.Split((byte)'\n'))
        {
            var line = utf8Payload[range].TrimEnd((byte)'\r');
            if (line.IsEmpty) continue;
            var count = 0;
            foreach (var part in line.Split((byte)'|')) parts[count++] = part;
            if (!line[parts[0]].SequenceEqual(number)) scans.BeginShipment(number = line[parts[0]]);
            scans.Add(new() { Code = line[parts[1]], Label = line[parts[2]], Time = line[parts[3]], City = line[parts[4]], State = line[parts[5]], Country = line[parts[6]] });
        }
    }
}

public sealed class CarrierAdapterTests
{
    private const string Lines = "NW1|10|Arrived|2024-11-22 13:58|New York|NY|US\r\nNW1|60|Delivered to a neighbour|2024-07-22 09:00|New York|NY|US\nNW2|99|Mystery|2024-11-22 13:58|||\n";

    private static readonly MapLibrary Maps = MapLibrary.BuiltIn.WithMap(NorthwindMap.Text("\"scopes\": {}"));

    [Fact]
    public void Its_scans_go_through_map_refinements_and_clock_like_any_other()
    {
        var result = Read(new PipedLinesAdapter(), Lines);

        Assert.Equal(("northwind", "northwind-lines"), (result.Carrier, result.Format));
        Assert.Equal(["NW1", "NW2"], result.Shipments.Select(shipment => shipment.TrackingNumber));
        Assert.Equal(["delivered.neighbor", "transit.facility_arrived", "tracking.unmapped"], result.Events.Select(one => one.Type.Code));
        Assert.Equal(["2024-07-22T09:00:00-04:00", "2024-11-22T13:58:00-05:00", "2024-11-22T13:58:00"], result.Events.Select(one => one.Time.ToString()));
        Assert.Equal([OffsetBasis.Place, OffsetBasis.Place, OffsetBasis.None], result.Events.Select(one => one.Time.Basis));
        Assert.Equal(new RawScan { Code = "99", Label = "Mystery", Time = "2024-11-22 13:58" }, result.Events[2].Raw);
        Assert.Contains(result.Diagnostics, diagnostic => diagnostic is { Kind: DiagnosticKind.UnmappedCode, Event: 2, Text: "99" });
        Assert.Empty(result.Problems);
    }

    [Theory]
    [InlineData("northwind")]
    [InlineData("NWP")]
    public void It_is_asked_where_its_carrier_is_named_by_id_or_alias(string carrier)
    {
        var maps = Maps.WithMap("""{ "id": "northwind", "aliases": ["nwp"] }""");

        Assert.Equal("northwind-lines", new Normalizer(maps, adapters: [new PipedLinesAdapter()]).Normalize(Encoding.UTF8.GetBytes(Lines), carrier).Format);
    }

    [Fact]
    public void It_is_not_asked_for_another_carrier() => Assert.Null(Read(new PipedLinesAdapter(), Lines, "ups").Format);

    [Fact]
    public void A_format_that_is_named_is_read_without_asking() =>
        Assert.Equal("X1", Assert.Single(new Normalizer(Maps, adapters: [new PipedLinesAdapter()]).Normalize("X1|10|A|2024-11-22 13:58|||"u8, format: "northwind-lines").Events).TrackingNumber);

    [Fact]
    public void Its_carrier_needs_no_map()
    {
        var result = new Normalizer(MapLibrary.BuiltIn, adapters: [new PipedLinesAdapter()]).Normalize(Encoding.UTF8.GetBytes(Lines));

        Assert.Equal("northwind", result.Carrier);
        Assert.Equal(3, result.Events.Count);
        Assert.All(result.Events, one => Assert.Equal((MatchKind.Unmapped, "tracking.unmapped"), (one.Match, one.Type.Code)));
        Assert.Equal("2024-11-22T13:58:00-05:00", result.Events[1].Time.ToString());
    }

    [Fact]
    public void What_it_read_before_it_failed_is_kept()
    {
        var result = Read(new PipedLinesAdapter(), "NW1|10|Arrived|2024-11-22 13:58|||\nNW1|too|short\n");

        Assert.Equal(["transit.facility_arrived"], result.Events.Where(one => one.Raw.Code == "10").Select(one => one.Type.Code));
    }

    [Fact]
    public async Task One_that_throws_costs_only_the_payload_at_hand()
    {
        var normalizer = new Normalizer(Maps, adapters: [new ThrowingAdapter()]);
        var ups = Encoding.UTF8.GetString(Payloads.Example("ups", "0107-alert-unknown-code")).ReplaceLineEndings("");
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($"boom: read\n{ups}\nboom: ask\n{ups}\n"));

        var told = new List<string>();
        await foreach (var one in normalizer.NormalizeAsync(stream, PayloadFraming.Lines, cancellationToken: TestContext.Current.CancellationToken))
        {
            told.Add(one.Result.Problems is [var problem] ? problem.Kind.ToString() : one.Result.Carrier!);
        }

        Assert.Equal(["AdapterFailed", "ups", "AdapterFailed", "ups"], told);
    }

    [Fact]
    public void A_scan_before_any_shipment_is_a_failure_of_the_adapter()
    {
        var problem = Assert.Single(Read(new ThrowingAdapter(), "boom: orphan").Problems);

        Assert.Equal((ProblemKind.AdapterFailed, "northwind", "northwind-boom", (long?)null), (problem.Kind, problem.Carrier, problem.Format, problem.ByteOffset));
    }

    private static NormalizationResult Read(ICarrierAdapter adapter, string payload, string? carrier = null) =>
        new Normalizer(Maps, adapters: [adapter]).Normalize(Encoding.UTF8.GetBytes(payload), carrier);

    private sealed class ThrowingAdapter : ICarrierAdapter
    {
        public AdapterFormat Format { get; } = new("northwind-boom", "northwind", "scans");

        public bool Recognizes(ReadOnlySpan<byte> utf8Payload) =>
            utf8Payload.StartsWith("boom: ask"u8) ? throw new InvalidOperationException("asked") : utf8Payload.StartsWith("boom"u8);

        public void Read(ReadOnlySpan<byte> utf8Payload, ScanWriter scans)
        {
            if (utf8Payload.EndsWith("orphan"u8)) scans.Add(new() { Code = "10"u8 });
            throw new InvalidOperationException("read");
        }
    }
}
