using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Normalizing;

namespace PostPurchase.Normalization.Tests.Support;

/// <summary>A carrier that does not exist, whose format a test writes.</summary>
internal static class NorthwindMap
{
    private const string Codes = """
        "codes": [ { "set": "scans", "rows": [
          { "code": "10", "type": "transit.facility_arrived", "label": "Arrived", "source": "S1", "confidence": "high" },
          { "code": "41", "type": "delivery_attempt.failed", "label": "Not delivered", "source": "S1", "confidence": "high" },
          { "code": "41", "qualifier": "07", "type": "delivery_attempt.recipient_absent", "source": "S1", "confidence": "high" },
          { "code": "60", "type": "delivered", "label": "Delivered", "source": "S1", "confidence": "high" } ] } ],
        "texts": [ { "text": "*customs*released*", "type": "customs.cleared", "source": "S1", "confidence": "medium" } ],
        "refinements": [
          { "of": "delivered", "text": "*neighbo*", "type": "delivered.neighbor", "deliveredTo": "neighbor", "source": "S1", "confidence": "medium" },
          { "of": "delivered|delivered.*", "in": "returnFlag", "text": "true", "type": "return_to_sender.delivered", "source": "S1", "confidence": "high" } ]
        """;

    /// <summary>A normalizer over the built-in maps and Northwind's, with one format of which the members are given.</summary>
    public static Normalizer WithFormat(string members) => new(MapLibrary.BuiltIn.WithMap(Text(members)));

    public static string Text(string members) =>
        $$"""
        { "id": "northwind", "name": "Northwind", "version": "1.0.0", "sources": { "S1": "a test" },
          "formats": [ { "id": "northwind-v1", "detect": [ { "has": ["northwind"] } ], {{members}} } ],
          {{Codes}} }
        """;
}
