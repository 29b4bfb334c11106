using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using PostPurchase.Normalization.Maps;

namespace PostPurchase.Normalization.Benchmarks.UsualCode;

/// <summary>An event as the usual code makes it.</summary>
public sealed record UsualEvent(string TrackingNumber, string Status, DateTimeOffset? Time, string? City, string? State, string? PostalCode, string? Country, string Code, string? Label);

/// <summary>Deserialize, look a dictionary up, parse the date by one format. It knows no qualifiers, no texts and no zones.</summary>
internal static class UsualNormalizer
{
    private static readonly Dictionary<string, Dictionary<string, string>> Codes = new[] { "ups", "fedex", "usps", "dhl" }.ToDictionary(id => id, CodesOf);

    public static List<UsualEvent> Normalize(string format, byte[] payload) => format switch
    {
        "ups-track-v1" => Ups(payload),
        "fedex-track-v1" => FedEx(payload),
        "usps-v3" => Usps(payload),
        "dhl-unified" => Dhl(payload),
        "easypost-tracker" => EasyPost(payload),
        _ => UspsXml(payload),
    };

    private static List<UsualEvent> Ups(byte[] payload)
    {
        var events = new List<UsualEvent>();
        foreach (var shipment in JsonSerializer.Deserialize(payload, UsualContext.Default.UpsResponse)!.TrackResponse.Shipment)
        {
            foreach (var package in shipment.Package)
            {
                foreach (var one in package.Activity)
                {
                    var time = DateTimeOffset.ParseExact(one.Date + one.Time + one.GmtOffset, one.GmtOffset is null ? "yyyyMMddHHmmss" : "yyyyMMddHHmmsszzz", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
                    var address = one.Location.Address;
                    events.Add(new(package.TrackingNumber, Status("ups", one.Status.Code), time, address?.City, address?.StateProvince, address?.PostalCode, address?.CountryCode, one.Status.Code, one.Status.Description));
                }
            }
        }
        return events;
    }

    private static List<UsualEvent> FedEx(byte[] payload)
    {
        var events = new List<UsualEvent>();
        foreach (var complete in JsonSerializer.Deserialize(payload, UsualContext.Default.FedExResponse)!.Output.CompleteTrackResults)
        {
            foreach (var result in complete.TrackResults)
            {
                foreach (var one in result.ScanEvents)
                {
                    var time = DateTimeOffset.ParseExact(one.Date, "yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
                    events.Add(new(result.TrackingNumberInfo.TrackingNumber, Status("fedex", one.EventType), time, one.ScanLocation?.City, one.ScanLocation?.StateOrProvinceCode, one.ScanLocation?.PostalCode, one.ScanLocation?.CountryCode, one.EventType, one.EventDescription));
                }
            }
        }
        return events;
    }

    private static List<UsualEvent> Usps(byte[] payload)
    {
        var response = JsonSerializer.Deserialize(payload, UsualContext.Default.UspsResponse)!;
        var events = new List<UsualEvent>();
        foreach (var one in response.TrackingEvents)
        {
            var time = DateTimeOffset.ParseExact(one.EventTimestamp + one.GmtOffset, one.GmtOffset is null ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            events.Add(new(response.TrackingNumber, Status("usps", one.EventCode), time, one.EventCity, one.EventState, one.EventZip, one.EventCountry, one.EventCode, one.EventType));
        }
        return events;
    }

    private static List<UsualEvent> Dhl(byte[] payload)
    {
        var events = new List<UsualEvent>();
        foreach (var shipment in JsonSerializer.Deserialize(payload, UsualContext.Default.DhlResponse)!.Shipments)
        {
            foreach (var one in shipment.Events)
            {
                var time = DateTimeOffset.ParseExact(one.Timestamp, "yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
                var address = one.Location?.Address;
                events.Add(new(shipment.Id, Status("dhl", one.StatusCode ?? ""), time, address?.AddressLocality, null, address?.PostalCode, address?.CountryCode, one.StatusCode ?? "", one.Description));
            }
        }
        return events;
    }

    private static List<UsualEvent> EasyPost(byte[] payload)
    {
        var tracker = JsonSerializer.Deserialize(payload, UsualContext.Default.EasyPostTracker)!;
        var events = new List<UsualEvent>();
        foreach (var one in tracker.TrackingDetails)
        {
            var time = DateTimeOffset.ParseExact(one.Datetime, "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            var place = one.TrackingLocation;
            events.Add(new(tracker.TrackingCode, Status("fedex", one.CarrierCode ?? ""), time, place?.City, place?.State, place?.Zip, place?.Country, one.CarrierCode ?? "", one.Message));
        }
        return events;
    }

    private static List<UsualEvent> UspsXml(byte[] payload)
    {
        var events = new List<UsualEvent>();
        foreach (var info in XDocument.Parse(Encoding.UTF8.GetString(payload)).Root!.Elements("TrackInfo"))
        {
            var number = info.Attribute("ID")!.Value;
            foreach (var one in info.Elements().Where(element => element.Name == "TrackSummary" || element.Name == "TrackDetail"))
            {
                var text = one.Element("EventDate")!.Value + " " + one.Element("EventTime")!.Value;
                DateTimeOffset? time = DateTimeOffset.TryParseExact(text, "MMMM d, yyyy h:mm tt", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed) ? parsed : null;
                var code = one.Element("EventCode")!.Value;
                events.Add(new(number, Status("usps", code), time, one.Element("EventCity")?.Value, one.Element("EventState")?.Value, one.Element("EventZIPCode")?.Value, one.Element("EventCountry")?.Value, code, one.Element("Event")?.Value));
            }
        }
        return events;
    }

    private static string Status(string carrier, string code) => Codes[carrier].GetValueOrDefault(code, "unknown");

    private static Dictionary<string, string> CodesOf(string carrier)
    {
        var codes = new Dictionary<string, string>();
        foreach (var row in MapLibrary.BuiltIn.Document(carrier)!.Codes[0].Rows) codes.TryAdd(row.Code, row.Meaning.Type!);
        return codes;
    }
}
