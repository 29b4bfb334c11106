using System.Buffers;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Timelines.Folding;

/// <summary>Under which numbers, with which carriers, a shipment travels.</summary>
internal static class Numbers
{
    private static readonly SearchValues<char> Usual = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>A number as it compares: letters in upper case, digits, nothing else.</summary>
    public static string Normalize(string number)
    {
        if (!number.AsSpan().ContainsAnyExcept(Usual)) return number;
        return string.Concat(number.Where(char.IsLetterOrDigit)).ToUpperInvariant();
    }

    /// <summary>The carrier that is nobody's partner and has the first scan; its number, of several the least.</summary>
    public static (string? Carrier, string? Number) LeadOf(ScanSet scans, FactLedger facts)
    {
        var lead = LeadOfScans(scans, facts);
        if (facts.Pieces.Count < 2 || lead.Number is null) return lead;
        var own = Normalize(lead.Number);
        return facts.Pieces.Any(piece => Normalize(piece) == own) ? (lead.Carrier, facts.Pieces.First()) : lead;
    }

    private static (string? Carrier, string? Number) LeadOfScans(ScanSet scans, FactLedger facts)
    {
        if (IsOfOneNumber(scans, facts)) return scans.Count == 0 ? default : (scans.Event(0).Carrier, scans.Event(0).TrackingNumber);
        var partners = PartnersOf(scans, facts).Select(partner => Normalize(partner.Number)).ToHashSet(StringComparer.Ordinal);
        (string? Carrier, string? Number) lead = default;
        var isPartner = true;
        for (var i = 0; i < scans.Count; i++)
        {
            foreach (var told in scans.Reports(i))
            {
                var number = told.TrackingNumber;
                var isOther = number is null || partners.Contains(Normalize(number));
                if (lead.Carrier is not null && (isOther || !isPartner)) continue;
                (lead, isPartner) = ((told.Carrier, number), isOther);
            }
            if (!isPartner) break;
        }
        return lead;
    }

    public static IReadOnlyList<CarrierNumber> Others((string? Carrier, string? Number) lead, ScanSet scans, FactLedger facts)
    {
        if (IsOfOneNumber(scans, facts) && scans.Count > 0 && lead.Number == scans.Event(0).TrackingNumber) return [];
        var own = lead.Number is null ? null : Normalize(lead.Number);
        var others = new SortedDictionary<string, CarrierNumber>(StringComparer.Ordinal);
        TrackingEvent? before = null;
        for (var i = 0; i < scans.Count; i++)
        {
            foreach (var told in scans.Reports(i))
            {
                if (told.TrackingNumber is not { } number || (before?.TrackingNumber == number && before.Carrier == told.Carrier)) continue;
                before = told;
                if (Normalize(number) == own && told.Carrier == lead.Carrier) continue;
                others.TryAdd($"{told.Carrier}\n{Normalize(number)}", new(told.Carrier, number));
            }
        }
        var known = others.Values.Select(other => Normalize(other.Number)).ToHashSet(StringComparer.Ordinal);
        foreach (var (number, carrier) in PartnersOf(scans, facts))
        {
            if (Normalize(number) != own && known.Add(Normalize(number))) others.TryAdd($"{carrier}\n{Normalize(number)}", new(carrier, number));
        }
        return others.Count == 0 ? [] : [.. others.Values];
    }

    /// <summary>The carrier of the newest scan of the parcel; after a hand-over the partner, where it has a name.</summary>
    public static string? CurrentCarrier(ShipmentScan[] history, int last)
    {
        if (last < 0) return history.Length == 0 ? null : history[^1].Event.Carrier;
        var told = history[last].Event;
        return told.Type == EventType.Transit.HandedToPartner && told.PartnerCarrier is { } partner ? partner : told.Carrier;
    }

    private static bool IsOfOneNumber(ScanSet scans, FactLedger facts) => facts.Partners.Count == 0 && scans.IsOfOneNumber;

    /// <summary>Partners that payloads and scans name, in a fixed order.</summary>
    private static IEnumerable<(string Number, string? Carrier)> PartnersOf(ScanSet scans, FactLedger facts)
    {
        var named = new SortedSet<(string, string?)>(facts.Partners, FactLedger.PairOrder);
        for (var i = 0; i < scans.Count; i++)
        {
            foreach (var told in scans.Reports(i))
            {
                if (told.PartnerNumber is { } number) named.Add((number, told.PartnerCarrier));
            }
        }
        return named;
    }
}
