using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Tests.Normalizing.Streams;
using Xunit;

namespace PostPurchase.Normalization.Tests.Normalizing;

/// <summary>Measures the process's heap, so nothing else may run beside it.</summary>
[Collection(nameof(BoundedMemoryTests))]
public sealed class RetainedMemoryTests
{
    private const int Histories = 500;
    private const int Scans = 40;

    /// <summary>A history's events with all that only they hold: the texts of their times, the parcel's number, the list.</summary>
    private const int MostBytesAnEvent = 160;

    [Theory]
    [InlineData("dhl-unified", "5512048813", "shipments/0/events", "timestamp=yyyy-MM-ddTHH:mm:sszzz")]
    [InlineData("ups-track-v1", "1Z8F41W60340011826", "trackResponse/shipment/0/package/0/activity", "date=yyyyMMdd;time=HHmmss")]
    [InlineData("easypost-tracker", "794600001234", "tracking_details", "datetime=yyyy-MM-ddTHH:mm:ssZ")]
    public void Forty_events_of_a_shipment_stay_small(string format, string number, string scans, string times)
    {
        var sample = File.ReadAllText(Repository.PathOf("benchmarks", "PostPurchase.Normalization.Benchmarks", "Payloads", format + ".json"));
        var payloads = Enumerable.Range(0, Histories + 1).Select(history => Enlarged(sample, history, number, scans.Split('/'), times)).ToArray();
        var kept = new IReadOnlyList<TrackingEvent>[Histories];
        Assert.Equal(Scans, Normalizer.BuiltIn.Normalize(payloads[Histories], format: format).Events.Count);

        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Histories; i++) kept[i] = Normalizer.BuiltIn.Normalize(payloads[i], format: format).Events;
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)(Histories * Scans);

        Assert.Equal(Histories * Scans, kept.SelectMany(events => events).Select(one => (one.TrackingNumber, one.Raw.Time)).Distinct().Count());
        Assert.True(bytes is > 0 and <= MostBytesAnEvent, $"{bytes:0.0} bytes an event");
        GC.KeepAlive(payloads);
    }

    /// <summary>The sample with its scans again and again, each at a time of its own, under a number of its own.</summary>
    private static byte[] Enlarged(string sample, int history, string number, string[] path, string times)
    {
        Assert.Contains(number, sample, StringComparison.Ordinal);
        var root = JsonNode.Parse(sample.Replace(number, number[..^3] + history.ToString("000", CultureInfo.InvariantCulture), StringComparison.Ordinal))!;
        var list = path.Aggregate(root, (node, step) => int.TryParse(step, CultureInfo.InvariantCulture, out var index) ? node[index]! : node[step]!).AsArray();
        var sent = list.Select(scan => scan!.DeepClone()).ToArray();
        list.Clear();
        var newest = new DateTimeOffset(2025, 5, 21, 23, 14, 7, TimeSpan.Zero).AddSeconds(history);
        for (var i = 0; i < Scans; i++)
        {
            var scan = sent[i % sent.Length].DeepClone();
            foreach (var time in times.Split(';'))
            {
                var (name, form) = (time.Split('=')[0], time.Split('=')[1]);
                Assert.NotNull(scan[name]);
                scan[name] = newest.AddMinutes(-97 * i).ToString(form, CultureInfo.InvariantCulture);
            }
            list.Add(scan);
        }
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }
}
