using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Maps.Quirks;

/// <summary>Short questions to the outcome of one small payload, its format detected.</summary>
internal static class Outcome
{
    public static TrackingEvent EventOf(string payload) => Assert.Single(Payloads.Normalize(payload).Events);

    public static string TypeOf(string payload) => EventOf(payload).Type.Code;

    /// <summary>The types of all events, oldest first, with blanks between.</summary>
    public static string TypesOf(string payload) => string.Join(' ', Payloads.Normalize(payload).Events.Select(e => e.Type.Code));

    /// <summary>The kind of the only problem of a payload without events.</summary>
    public static ProblemKind ProblemOf(string payload)
    {
        var result = Payloads.Normalize(payload);
        Assert.Empty(result.Events);
        return Assert.Single(result.Problems).Kind;
    }

    public static ShipmentFacts ShipmentOf(string payload) => Assert.Single(Payloads.Normalize(payload).Shipments);
}
