using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using Xunit;
using static PostPurchase.Normalization.Tests.Maps.Quirks.Outcome;

namespace PostPurchase.Normalization.Tests.Maps.Quirks;

/// <summary>Canada Post, Purolator, Amazon, Landmark.</summary>
public sealed class NorthAmericaTests
{
    [Theory]
    [InlineData("0174", "delivery.out_for_delivery")]
    [InlineData("174", "delivery.out_for_delivery")]
    [InlineData("20", "document.proof_available")]
    [InlineData("0020", "document.proof_available")]
    public void Canada_Post_numbers_are_padded_or_not(string code, string expected) => Assert.Equal(expected, TypeOf(CanadaPost(code)));

    [Fact]
    public void Canada_Post_20_beside_a_delivery_is_no_second_one()
    {
        var types = TypesOf("""
            <tracking-detail><pin>1371134583769923</pin><significant-events>
            <occurrence><event-identifier>20</event-identifier><event-date>2025-06-11</event-date><event-time>11:00:02</event-time><event-description>Signature available</event-description></occurrence>
            <occurrence><event-identifier>1498</event-identifier><event-date>2025-06-11</event-date><event-time>11:00:00</event-time><event-description>Item successfully delivered</event-description></occurrence>
            </significant-events></tracking-detail>
            """);

        Assert.Equal("delivered document.proof_available", types);
    }

    [Theory]
    [InlineData("1496", "Item successfully delivered", "delivered")]
    [InlineData("1496", "Item successfully returned to sender", "return_to_sender.delivered")]
    [InlineData("1496", "Article renvoyé avec succès à l'expéditeur", "return_to_sender.delivered")]
    [InlineData("1498", "Item successfully returned to sender", "return_to_sender.delivered")]
    [InlineData("0174", "Item being returned to sender, out for delivery", "return_to_sender.out_for_delivery")]
    [InlineData("1479", "Attempted to return item to sender; notice card left", "return_to_sender.attempt_failed")]
    [InlineData("1412", "Item being returned to sender arrived", "return_to_sender.facility_arrived")]
    [InlineData("4450", "Item was refused import by Customs", "customs.rejected")]
    [InlineData("4450", "Importation refusée par les autorités douanières", "customs.rejected")]
    [InlineData("4450", "Item returned to Post from Customs", "customs.cleared")]
    [InlineData("4700", "Item on hold", "hold")]
    [InlineData("4700", "Item on hold at recipient's request", "hold.recipient_request")]
    [InlineData("4700", "Item redirected to recipient's new address", "redirect.forwarded")]
    [InlineData("4700", "Recipient not located at address. Item being returned to sender.", "return_to_sender.undeliverable")]
    [InlineData("0174", "L'article renvoyé à l'expéditeur est sorti pour livraison.", "return_to_sender.out_for_delivery")]
    [InlineData("1479", "Tentative de renvoyer article à expéditeur. Carte laissée indiquant où ramasser", "return_to_sender.attempt_failed")]
    [InlineData("1412", "L'article renvoyé à l'expéditeur est arrivé à l'installation postale.", "return_to_sender.facility_arrived")]
    [InlineData("4700", "Article retenu à la demande du destinataire", "hold.recipient_request")]
    [InlineData("4700", "Article réexpédié à la nouvelle adresse du destinataire.", "redirect.forwarded")]
    [InlineData("4700", "Destinataire ne demeure pas à l'adresse indiquée. Article renvoyé à l'expéditeur", "return_to_sender.undeliverable")]
    public void Canada_Post_codes_are_refined_by_either_language(string code, string text, string expected) => Assert.Equal(expected, TypeOf(CanadaPost(code, text)));

    [Fact]
    public void Canada_Post_1410_to_1420_never_deliver()
    {
        foreach (var code in Enumerable.Range(1410, 11))
        {
            Assert.False(TypeOf(CanadaPost($"{code}")).StartsWith("delivered", StringComparison.Ordinal), $"{code}");
        }
    }

    [Fact]
    public void Canada_Post_numbers_before_and_after_are_references() =>
        Assert.Equal(
            [new ShipmentReference("1371134583769111", "original_pin"), new ShipmentReference("1371134583769222", "return_pin")],
            ShipmentOf("<tracking-detail><pin>1371134583769923</pin><original-pin>1371134583769111</original-pin><return-pin>1371134583769222</return-pin><significant-events/></tracking-detail>").References);

    [Fact]
    public void Canada_Post_changed_date_goes_before_the_first_one()
    {
        var estimates = ShipmentOf("<tracking-detail><pin>1371134583769923</pin><expected-delivery-date>2025-06-12</expected-delivery-date><changed-expected-date>2025-06-13</changed-expected-date><significant-events/></tracking-detail>").Estimates;

        Assert.Equal([(EstimateKind.Estimated, "2025-06-13"), (EstimateKind.Scheduled, "2025-06-12")], estimates.Select(e => (e.Kind, e.From.ToString())));
    }

    [Theory]
    [InlineData("EST", "", "2025-01-15T09:05:00-05:00")]
    [InlineData("", "", "2025-01-15T09:05:00")]
    [InlineData("ISRAEL", "", "2025-01-15T09:05:00")]
    [InlineData("", "MB", "2025-01-15T09:05:00-06:00")]
    public void Canada_Post_names_a_zone_none_or_an_odd_one(string zone, string province, string expected) =>
        Assert.Equal(expected, EventOf(CanadaPost("0100", zone: zone, province: province, date: "2025-01-15")).Time.ToString());

    [Theory]
    [InlineData("004", "No Pin History", ProblemKind.NotFound)]
    [InlineData("Server", "Rejected by SLM Monitor", ProblemKind.RateLimited)]
    public void Canada_Post_says_why_it_has_nothing(string code, string text, ProblemKind expected) =>
        Assert.Equal(expected, ProblemOf($"<messages><message><code>{code}</code><description>{text}</description></message></messages>"));

    [Theory]
    [InlineData("Delivery", "Shipment delivered to", "delivered")]
    [InlineData("Other", "Picked up by Purolator at EXAMPLEVILLE ON", "pickup.completed")]
    [InlineData("Other", "Arrivé à l'installation de tri", "transit.facility_arrived")]
    [InlineData("Other", "Shipping label created", "info.received")]
    [InlineData("Other", "Nothing of the kind", "tracking.unmapped")]
    [InlineData("Undeliverable", "Customs cleared", "customs.cleared")]
    public void Purolator_says_it_in_the_text(string scanType, string text, string expected) => Assert.Equal(expected, TypeOf(Purolator(scanType, text)));

    [Fact]
    public void Purolator_times_have_no_zone()
    {
        var time = EventOf(Purolator("Delivery", "-")).Time;

        Assert.Equal("2025-06-11T14:05:30", time.ToString());
        Assert.Null(time.Instant);
    }

    [Theory]
    [InlineData("ReturnInitiated", "return.label_created")]
    [InlineData("Lost", "exception.lost")]
    public void Amazon_codes_that_read_otherwise_than_they_mean(string code, string expected) =>
        Assert.Equal(expected, TypeOf($$"""{ "trackingId": "TBA000000000011", "summary": { "status": "x" }, "promisedDeliveryDate": "2025-06-12T00:00:00Z", "eventHistory": [ { "eventCode": "{{code}}", "eventTime": "2025-06-11T09:05:00Z" } ] }"""));

    [Fact]
    public void Amazon_UNDELIVERABLE_is_neither_lost_nor_returned() =>
        Assert.Equal("exception.undeliverable", TypeOf("""{ "payload": { "packageNumber": 7, "trackingNumber": "TBA000000000011", "currentStatus": "UNDELIVERABLE" } }"""));

    [Fact]
    public void Amazon_names_the_other_leg() =>
        Assert.Contains("TBA000000000012", ShipmentOf("""
            { "payload": { "trackingId": "TBA000000000011", "alternateLegTrackingId": "TBA000000000012", "eventHistory": [ { "eventCode": "Delivered", "eventTime": "2025-06-11T09:05:00Z" } ] } }
            """).References.Select(reference => reference.Number));

    [Fact]
    public void Amazon_holds_texts_of_JSON_in_its_web_answer() =>
        Assert.Equal("delivery.out_for_delivery", TypeOf("""{ "progressTracker": "{}", "eventHistory": "{\"eventHistory\": [ { \"eventCode\": \"OutForDelivery\", \"eventTime\": \"2025-06-11T09:05:00Z\" } ]}" }"""));

    [Theory]
    [InlineData("125", "Customs Cleared", "customs.cleared")]
    [InlineData("125", "Customs transmission sent to carrier", "customs.clearance_in_progress")]
    [InlineData("225", "Incoming scan at facility", "transit.facility_arrived")]
    [InlineData("225", "Outgoing scan at facility", "transit.facility_departed")]
    [InlineData("225", "Something else", "transit")]
    public void Landmark_codes_carry_many_texts(string code, string text, string expected) => Assert.Equal(expected, TypeOf(Landmark(code, text)));

    [Theory]
    [InlineData("10/01/2025 08:00 AM", "2025-10-01T08:00:00")]
    [InlineData("2025-10-01 08:00:00", "2025-10-01T08:00:00")]
    public void Landmark_writes_times_in_two_forms_without_a_zone(string sent, string expected) => Assert.Equal(expected, EventOf(Landmark("300", "-", sent)).Time.ToString());

    private static string CanadaPost(string code, string text = "-", string zone = "EST", string province = "", string date = "2025-06-11") => $"""
        <tracking-detail><pin>1371134583769923</pin><significant-events><occurrence><event-identifier>{code}</event-identifier><event-date>{date}</event-date><event-time>09:05:00</event-time>
        <event-time-zone>{zone}</event-time-zone><event-description>{text}</event-description><event-province>{province}</event-province></occurrence></significant-events></tracking-detail>
        """;

    private static string Purolator(string scanType, string text) => $"""
        <Envelope><Body><TrackPackagesByPinResponse><TrackingInformationList><TrackingInformation><PIN><Value>329000000011</Value></PIN><Scans><Scan><ScanType>{scanType}</ScanType>
        <PIN><Value>329000000011</Value></PIN><ScanDate>2025-06-11</ScanDate><ScanTime>140530</ScanTime><Description>{text}</Description></Scan></Scans></TrackingInformation></TrackingInformationList></TrackPackagesByPinResponse></Body></Envelope>
        """;

    private static string Landmark(string code, string text, string time = "10/01/2025 08:00 AM") => $"""
        <TrackResponse><Result><Success>true</Success><Packages><Package><LandmarkTrackingNumber>LTN90000022N1</LandmarkTrackingNumber><Events><Event>
        <Status>{text}</Status><DateTime>{time}</DateTime><Location></Location><EventCode>{code}</EventCode></Event></Events></Package></Packages></Result></TrackResponse>
        """;
}
