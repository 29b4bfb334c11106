using System.Text;
using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Tests.Timelines.Laws;

/// <summary>What was reported of a generated shipment; <see cref="ShipmentGenerator.Make"/> makes it again from carrier and seed.</summary>
internal sealed record ShipmentCase(string Carrier, int Seed, IReadOnlyList<ReceivedReport> Reports)
{
    public IEnumerable<TrackingEvent> Events => Reports.SelectMany(report => report.Report.Events);

    public ShipmentTimeline Timeline() => TimelineOf(Reports);

    public static ShipmentTimeline TimelineOf(IEnumerable<ReceivedReport> reports)
    {
        var timeline = new ShipmentTimeline();
        foreach (var report in reports) report.AddTo(timeline);
        return timeline;
    }

    /// <summary>The same without one report, and without one event.</summary>
    public IEnumerable<ShipmentCase> Smaller()
    {
        for (var i = 0; i < Reports.Count; i++) yield return this with { Reports = [.. Reports.Take(i), .. Reports.Skip(i + 1)] };
        for (var i = 0; i < Reports.Count; i++)
        {
            var (one, events) = (Reports[i], Reports[i].Report.Events);
            for (var k = 0; events.Count > 1 && k < events.Count; k++)
            {
                var fewer = one with { Report = one.Report with { Events = [.. events.Take(k), .. events.Skip(k + 1)] } };
                yield return this with { Reports = [.. Reports.Take(i), fewer, .. Reports.Skip(i + 1)] };
            }
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder($"ShipmentGenerator.Make(\"{Carrier}\", {Seed})");
        foreach (var report in Reports) text.Append('\n').Append(report);
        return text.ToString();
    }
}

/// <summary>A report and when it was received.</summary>
internal sealed record ReceivedReport(ShipmentReport Report, Instant? At)
{
    public bool AddTo(ShipmentTimeline timeline) => timeline.Add(Report, At);

    public override string ToString()
    {
        var text = new StringBuilder($"  received {At?.ToString() ?? "at a time not told"}");
        foreach (var told in Report.Events)
        {
            text.Append($"\n    {(told.Time.IsKnown ? told.Time : "no time")} {told.Time.Basis} {told.Type} {told.Carrier} via:{told.Via} {told.Format} seq:{told.Sequence}");
            text.Append($" #{told.TrackingNumber} /{told.Piece} @{told.Place?.City} code:{told.Raw.Code} {told.Raw.Qualifier} label:{told.Raw.Label} {told.Match} dir:{told.Facets.Direction} partner:{told.PartnerNumber}");
        }
        return text.ToString();
    }
}
