using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Tests.Support;
using Xunit;
using static PostPurchase.Normalization.Tests.Maps.Quirks.Outcome;

namespace PostPurchase.Normalization.Tests.Maps.Quirks;

/// <summary>Correios, Australia Post.</summary>
public sealed class BrazilAndAustraliaTests
{
    [Theory]
    [InlineData("EST", "01", "tracking.retracted")]
    [InlineData("BDE", "01", "delivered.to_recipient")]
    [InlineData("BDE", "1", "delivered.to_recipient")]
    [InlineData("BDI", "01", "delivered.collected")]
    [InlineData("BDR", "01", "delivered")]
    [InlineData("PO", "01", "acceptance.completed")]
    [InlineData("OEC", "01", "delivery.out_for_delivery")]
    [InlineData("OEC", "09", "return_to_sender.out_for_delivery")]
    [InlineData("OEC", "9", "return_to_sender.out_for_delivery")]
    [InlineData("LDE", "00", "return_to_sender.out_for_delivery")]
    [InlineData("BDE", "23", "return_to_sender.delivered")]
    [InlineData("BLQ", "30", "tracking.note")]
    [InlineData("PAR", "15", "transit.destination_country_arrived")]
    [InlineData("BDE", "45", "transit.delivery_depot_arrived")]
    public void Correios_type_and_status_decide_together(string type, string status, string expected) => Assert.Equal(expected, TypeOf(Correios(type, status)));

    [Fact]
    public void Correios_wording_does_not_matter_beside_a_known_pair() => Assert.Equal("acceptance.completed", TypeOf(Correios("PO", "01", "Objeto entregue")));

    [Theory]
    [InlineData("SP", "2025-06-11T09:05:00-03:00")]
    [InlineData("AM", "2025-06-11T09:05:00")]
    [InlineData("", "2025-06-11T09:05:00")]
    public void Correios_times_get_an_offset_only_where_the_state_settles_it(string state, string expected) =>
        Assert.Equal(expected, EventOf(Correios("PO", "01", state: state)).Time.ToString());

    [Fact]
    public void Correios_not_found_is_a_text_in_a_good_answer() =>
        Assert.Equal(ProblemKind.NotFound, ProblemOf("<rastro><versao>2.0</versao><objeto><numero>XX000000011BR</numero><erro>Objeto não encontrado na base de dados dos Correios.</erro></objeto></rastro>"));

    [Fact]
    public void Australia_Post_events_have_no_code_and_Sydney_offsets()
    {
        var scan = EventOf(AusPost("""{ "article_id": "XX00000011", "events": [ { "date": "2025-06-11T09:05:00+10:00", "description": "Delivered", "location": "AUCKLAND NZ" } ] }"""));

        Assert.Equal(("delivered", "2025-06-11T09:05:00+10:00"), (scan.Type.Code, scan.Time.ToString()));
    }

    [Fact]
    public void Australia_Post_consignments_nest_their_items() =>
        Assert.Equal(["XX00000011", "XX00000012"], Payloads.Normalize(AusPost("""
            { "consignment_id": "XX000000", "items": [
              { "article_id": "XX00000011", "events": [ { "date": "2025-06-11T09:05:00+10:00", "description": "Delivered" } ] },
              { "article_id": "XX00000012", "events": [ { "date": "2025-06-11T09:05:00+10:00", "description": "Delivered" } ] } ] }
            """)).Events.Select(e => e.TrackingNumber!));

    [Theory]
    [InlineData("""{ "tracking_results": [ { "tracking_id": "XX00000099", "errors": [ { "code": "ESB-10001", "name": "Invalid tracking ID" } ] } ] }""", ProblemKind.NotFound)]
    [InlineData("""{ "errors": [ { "code": "51101", "name": "TOO_MANY_AP_TRACKING_IDS", "message": "-" } ] }""", ProblemKind.BadRequest)]
    public void Australia_Post_errors(string payload, ProblemKind expected) => Assert.Equal(expected, ProblemOf(payload));

    private static string Correios(string type, string status, string text = "-", string state = "SP") => $"""
        <rastro><versao>2.0</versao><objeto><numero>XX000000011BR</numero><evento><tipo>{type}</tipo><status>{status}</status><data>11/06/2025</data><hora>09:05</hora>
        <descricao>{text}</descricao><uf>{state}</uf></evento></objeto></rastro>
        """;

    private static string AusPost(string item) => $$"""{ "tracking_results": [ { "tracking_id": "XX000000", "trackable_items": [ {{item}} ] } ] }""";
}
