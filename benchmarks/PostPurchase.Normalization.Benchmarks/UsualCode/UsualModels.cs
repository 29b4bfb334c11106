using System.Text.Json.Serialization;

namespace PostPurchase.Normalization.Benchmarks.UsualCode;

// What a developer writes today: classes after the carrier's documentation, filled by source-generated System.Text.Json.

public sealed record UpsResponse(UpsTrackResponse TrackResponse);
public sealed record UpsTrackResponse(UpsShipment[] Shipment);
public sealed record UpsShipment(string InquiryNumber, UpsPackage[] Package);
public sealed record UpsPackage(string TrackingNumber, UpsActivity[] Activity, UpsService? Service);
public sealed record UpsService(string Code, string Description);
public sealed record UpsActivity(UpsLocation Location, UpsStatus Status, string Date, string Time, string? GmtOffset);
public sealed record UpsLocation(UpsAddress? Address, string? Slic);
public sealed record UpsAddress(string? City, string? StateProvince, string? PostalCode, string? CountryCode);
public sealed record UpsStatus(string Type, string Description, string Code, string? StatusCode);

public sealed record FedExResponse(FedExOutput Output);
public sealed record FedExOutput(FedExCompleteResult[] CompleteTrackResults);
public sealed record FedExCompleteResult(string TrackingNumber, FedExResult[] TrackResults);
public sealed record FedExResult(FedExNumberInfo TrackingNumberInfo, FedExScan[] ScanEvents);
public sealed record FedExNumberInfo(string TrackingNumber, string CarrierCode);
public sealed record FedExScan(string Date, string EventType, string EventDescription, string? ExceptionCode, string? ExceptionDescription, FedExPlace? ScanLocation, string? LocationType);
public sealed record FedExPlace(string? City, string? StateOrProvinceCode, string? PostalCode, string? CountryCode);

public sealed record DhlResponse(DhlShipment[] Shipments);
public sealed record DhlShipment(string Id, string Service, DhlEvent[] Events);
public sealed record DhlEvent(string Timestamp, DhlLocation? Location, string? StatusCode, string? Status, string? Description, string? Remark);
public sealed record DhlLocation(DhlAddress? Address);
public sealed record DhlAddress(string? CountryCode, string? PostalCode, string? AddressLocality);

public sealed record UspsResponse(string TrackingNumber, string? MailClass, UspsEvent[] TrackingEvents);
public sealed record UspsEvent(string EventType, string EventTimestamp, [property: JsonPropertyName("GMTOffset")] string? GmtOffset, string? EventCity, string? EventState, [property: JsonPropertyName("eventZIP")] string? EventZip, string? EventCountry, string EventCode);

public sealed record EasyPostTracker(
    [property: JsonPropertyName("tracking_code")] string TrackingCode,
    string Carrier,
    [property: JsonPropertyName("tracking_details")] EasyPostDetail[] TrackingDetails);
public sealed record EasyPostDetail(
    string Message,
    string? Description,
    string Status,
    [property: JsonPropertyName("status_detail")] string? StatusDetail,
    string Datetime,
    string? Source,
    [property: JsonPropertyName("carrier_code")] string? CarrierCode,
    [property: JsonPropertyName("tracking_location")] EasyPostLocation? TrackingLocation);
public sealed record EasyPostLocation(string? City, string? State, string? Country, string? Zip);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UpsResponse))]
[JsonSerializable(typeof(FedExResponse))]
[JsonSerializable(typeof(DhlResponse))]
[JsonSerializable(typeof(UspsResponse))]
[JsonSerializable(typeof(EasyPostTracker))]
internal sealed partial class UsualContext : JsonSerializerContext;
