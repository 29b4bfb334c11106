using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Timelines.Folding;

namespace PostPurchase.Normalization.Timelines;

/// <summary>Timelines of many shipments. Reports find their shipment by their numbers, and shipments that turn out to be one are joined.</summary>
/// <remarks>
/// A number belongs to its carrier. One is joined with another carrier's where a payload names it as the partner's number, where one aggregator
/// reports both carriers under it, or where it is an S10 number of the postal union, which is the same everywhere. Numbers compare without
/// blanks, hyphens and case. The order of adding makes no difference. Not safe for use by several threads at once.
/// </remarks>
public sealed class ShipmentTimelines
{
    /// <summary>Shorter numbers may be the same by chance.</summary>
    private const int ShortestLinkedNumber = 8;

    private readonly Dictionary<string, Node> _nodes = new(StringComparer.Ordinal);

    /// <summary>Numbers that no payload has named as a partner's yet, and whose they are.</summary>
    private readonly Dictionary<string, HashSet<Node>> _unnamed = new(StringComparer.Ordinal);
    private readonly BusinessCalendar? _calendar;

    /// <summary>No shipments yet.</summary>
    /// <param name="calendar">Which days count as business days; Monday to Friday where it is not given.</param>
    public ShipmentTimelines(BusinessCalendar? calendar = null) => _calendar = calendar;

    /// <summary>The shipments in the order of carrier and tracking number; those that have none by their scans.</summary>
    public IEnumerable<Shipment> Shipments => _nodes.Values.Where(node => node.Timeline is not null)
        .Select(node => (node.LeastKey, node.Timeline!.Shipment))
        .OrderBy(one => one.Shipment.Carrier, StringComparer.Ordinal)
        .ThenBy(one => one.Shipment.TrackingNumber, StringComparer.Ordinal)
        .ThenBy(one => one.Shipment.History, Comparer<IReadOnlyList<ShipmentScan>>.Create(CompareScans))
        .ThenBy(one => one.LeastKey, StringComparer.Ordinal)
        .Select(one => one.Shipment);

    /// <summary>Adds what one payload tells of one shipment.</summary>
    /// <param name="report">The report; one without events is passed over.</param>
    /// <param name="receivedAt">When the host received it.</param>
    /// <param name="fallbackKey">What tells shipments apart whose reports carry no number, such as the name of a file; one shipment a carrier where it is not given.</param>
    public void Add(ShipmentReport report, Instant? receivedAt = null, string? fallbackKey = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.Events.Count == 0) return;
        var home = NodeOf(report.Events[0], fallbackKey);
        foreach (var told in report.Events)
        {
            home = Join(home, NodeOf(told, fallbackKey));
            if (told.TrackingNumber is { } number) home = JoinNumber(home, told.Via, Numbers.Normalize(number));
            if (told.PartnerNumber is { } partner) home = JoinPartner(home, Numbers.Normalize(partner));
        }
        foreach (var partner in report.Facts.Partners) home = JoinPartner(home, Numbers.Normalize(partner.Number));
        if (report.Facts.Pieces.Count > 1)
        {
            foreach (var piece in report.Facts.Pieces) home = Join(home, NodeOf(KeyOf(report.Events[0].Carrier, piece)));
        }
        TimelineOf(home).Add(report, receivedAt);
    }

    /// <summary>The timeline to which a carrier's number belongs.</summary>
    /// <param name="carrier">Id of the carrier.</param>
    /// <param name="trackingNumber">The number; blanks, hyphens and case make no difference.</param>
    /// <returns><see langword="null"/> where nothing was reported of it.</returns>
    public ShipmentTimeline? Find(string carrier, string trackingNumber)
    {
        ArgumentNullException.ThrowIfNull(carrier);
        ArgumentNullException.ThrowIfNull(trackingNumber);
        return _nodes.TryGetValue(KeyOf(carrier, trackingNumber), out var node) && Root(node).Timeline is { Count: > 0 } timeline ? timeline : null;
    }

    private static string KeyOf(string carrier, string number) => $"{carrier} {Numbers.Normalize(number)}";

    /// <summary>The key of a number that is the same shipment with every carrier.</summary>
    private static string KeyOf(string number) => $"any carrier {number}";

    private Node JoinNumber(Node home, string? aggregator, string number)
    {
        if (aggregator is not null) home = Join(home, NodeOf($"via {aggregator} {number}"));
        if (S10.IsNumber(number)) return Join(home, NodeOf(KeyOf(number)));
        if (!IsLongEnough(number)) return home;
        if (_nodes.TryGetValue(KeyOf(number), out var named)) return Join(home, named);
        if (!_unnamed.TryGetValue(number, out var homes)) _unnamed.Add(number, homes = []);
        homes.Add(home);
        return home;
    }

    private Node JoinPartner(Node home, string number)
    {
        if (!IsLongEnough(number)) return home;
        home = Join(home, NodeOf(KeyOf(number)));
        if (!_unnamed.Remove(number, out var waiting)) return home;
        foreach (var one in waiting) home = Join(home, one);
        return home;
    }

    private static bool IsLongEnough(string number) => number.Length >= ShortestLinkedNumber && number.Count(char.IsAsciiDigit) >= ShortestLinkedNumber / 2;

    private Node NodeOf(TrackingEvent told, string? fallbackKey) =>
        NodeOf(told.TrackingNumber is { } number ? KeyOf(told.Carrier, number) : $"{told.Carrier} without number: {fallbackKey}");

    private Node NodeOf(string key)
    {
        if (!_nodes.TryGetValue(key, out var node)) _nodes.Add(key, node = new() { LeastKey = key });
        return node;
    }

    private ShipmentTimeline TimelineOf(Node node) => Root(node).Timeline ??= new(calendar: _calendar);

    private static Node Join(Node one, Node other)
    {
        var (into, from) = (Root(one), Root(other));
        if (into == from) return into;
        if ((into.Timeline?.Count ?? 0) < (from.Timeline?.Count ?? 0)) (into, from) = (from, into);
        if (from.Timeline is { } told) into.Timeline!.Add(told);
        (from.Parent, from.Timeline) = (into, null);
        if (string.CompareOrdinal(from.LeastKey, into.LeastKey) < 0) into.LeastKey = from.LeastKey;
        return into;
    }

    private static Node Root(Node node)
    {
        while (node.Parent is { } parent) node = parent;
        return node;
    }

    private static int CompareScans(IReadOnlyList<ShipmentScan> left, IReadOnlyList<ShipmentScan> right)
    {
        for (var i = 0; i < left.Count && i < right.Count; i++)
        {
            if (Canonical.Compare(left[i].Event, right[i].Event) is not 0 and var order) return order;
        }
        return left.Count.CompareTo(right.Count);
    }

    /// <summary>A number, and the one that it was joined to.</summary>
    private sealed class Node
    {
        public Node? Parent { get; set; }

        /// <summary>Of all that are joined to it.</summary>
        public required string LeastKey { get; set; }

        public ShipmentTimeline? Timeline { get; set; }
    }
}
