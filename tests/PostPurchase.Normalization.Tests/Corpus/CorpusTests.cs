using System.Text.Json;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Timelines.Json;
using Xunit;

namespace PostPurchase.Normalization.Tests.Corpus;

/// <summary>
/// Reads a folder of recorded payloads that <c>POSTPURCHASE_CORPUS</c> names and whose <c>manifest.csv</c> tells each one's
/// format and number of scans. Every format that a map declares must be recognized and no scan lost.
/// </summary>
[Trait("Category", "Corpus")]
public sealed class CorpusTests
{
    private const double MaxUnmappedShare = 0.02;

    private static readonly string? Folder = Environment.GetEnvironmentVariable("POSTPURCHASE_CORPUS");

    private static readonly Lazy<Dictionary<string, string>> Owners = new(() => MapLibrary.BuiltIn.CarrierIds
        .SelectMany(id => MapLibrary.BuiltIn.Head(id)!.Formats, (id, format) => (Format: format.Id, Carrier: id))
        .ToDictionary(pair => pair.Format, pair => pair.Carrier, StringComparer.Ordinal));

    public static TheoryData<string> Formats() =>
        Folder is null ? [""] : [.. Manifest(Folder).Select(entry => entry.Format).Distinct().Where(format => Owner(format) is not null).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Formats))]
    public void Every_payload_is_recognized_and_no_scan_lost(string format)
    {
        Assert.SkipWhen(Folder is null, "POSTPURCHASE_CORPUS names no folder");
        var faults = new List<string>();
        foreach (var entry in Manifest(Folder).Where(entry => entry.Format == format))
        {
            var result = Normalizer.BuiltIn.Normalize(File.ReadAllBytes(Path.Combine(Folder, entry.File)));
            if (result.Format is null) faults.Add($"{entry.File} is not recognized: {string.Join(", ", result.Problems.Select(problem => problem.Kind))}");
            // A map may tell apart what the manifest calls one format.
            else if (result.Carrier != Owner(format)) faults.Add($"{entry.File} is taken for {result.Format}");
            // The manifest counts the empty places of shipments that have no scan yet; they are told as problems.
            var told = result.Events.Count + result.Problems.Count(problem => problem.Kind == ProblemKind.NoEvents);
            if (told < entry.Events) faults.Add($"{entry.File} has {entry.Events} scans, {result.Events.Count} were read");
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void Hardly_a_code_is_unmapped()
    {
        Assert.SkipWhen(Folder is null, "POSTPURCHASE_CORPUS names no folder");
        var events = Manifest(Folder).Where(entry => Owner(entry.Format) is not null)
            .SelectMany(entry => Normalizer.BuiltIn.Normalize(File.ReadAllBytes(Path.Combine(Folder, entry.File))).Events)
            .ToList();
        var unmapped = events.Where(one => one.Match == MatchKind.Unmapped).Select(one => $"{one.Format} {one.Raw.Code ?? one.Raw.Label ?? "(empty)"}").ToList();
        Assert.True(unmapped.Count < events.Count * MaxUnmappedShare, $"{unmapped.Count} of {events.Count} events: {string.Join(", ", unmapped.Distinct())}");
    }

    /// <summary>
    /// Announcements after the pickup as the carriers themselves recorded or documented them, and one word of a carrier for two things:
    /// a parcel that it "received" at a shop from which nobody collected it.
    /// </summary>
    private static readonly Dictionary<string, int> OutOfOrder = new(StringComparer.Ordinal)
    {
        ["canadapost-vis-track"] = 1,
        ["dpd-shipper-lifecycle"] = 1,
        ["landmark-track-v2"] = 2,
    };

    [Fact]
    public void Shipments_read_alike_forwards_and_backwards_and_no_scan_is_out_of_order_but_by_its_carrier()
    {
        Assert.SkipWhen(Folder is null, "POSTPURCHASE_CORPUS names no folder");
        var reports = Manifest(Folder).Where(entry => Owner(entry.Format) is not null)
            .SelectMany(entry => Normalizer.BuiltIn.Normalize(File.ReadAllBytes(Path.Combine(Folder, entry.File))).Reports, (entry, report) => (entry.File, Report: report))
            .ToList();
        var shipments = Fold(reports);

        var odd = shipments.SelectMany(shipment => shipment.History).Where(scan => scan.Flags.HasFlag(ScanFlags.ImpossibleOrder)).GroupBy(scan => scan.Event.Format).ToDictionary(scans => scans.Key, scans => scans.Count());
        Assert.All(odd, format => Assert.True(format.Value <= OutOfOrder.GetValueOrDefault(format.Key), $"{format.Key}: {format.Value} scans in an impossible order"));
        Assert.Equal(shipments.Select(Json), Fold(Enumerable.Reverse(reports)).Select(Json));

        static List<Shipment> Fold(IEnumerable<(string File, ShipmentReport Report)> reports)
        {
            var timelines = new ShipmentTimelines();
            foreach (var (file, report) in reports) timelines.Add(report, fallbackKey: file);
            return [.. timelines.Shipments];
        }

        static string Json(Shipment shipment) => JsonSerializer.Serialize(shipment, TimelineJsonContext.Default.Shipment);
    }

    /// <summary>The carrier whose map declares a format; <see langword="null"/> for none.</summary>
    private static string? Owner(string format) => Owners.Value.GetValueOrDefault(format);

    private static IEnumerable<(string File, string Format, int Events)> Manifest(string folder)
    {
        var lines = File.ReadLines(Path.Combine(folder, "manifest.csv")).ToList();
        var header = lines[0].Split(',');
        var (file, format, events) = (Array.IndexOf(header, "file"), Array.IndexOf(header, "source_format"), Array.IndexOf(header, "events"));
        foreach (var cells in lines.Skip(1).Select(line => line.Split(','))) yield return (cells[file], cells[format], int.Parse(cells[events]));
    }
}
