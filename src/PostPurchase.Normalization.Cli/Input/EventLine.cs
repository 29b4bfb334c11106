using System.Text.Json;
using PostPurchase.Normalization.Cli.Output;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Normalizing.Json;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Cli.Input;

/// <summary>A line that <c>normalize</c> wrote, read back.</summary>
/// <param name="Event">The event; <see langword="null"/> where the line tells of a problem.</param>
/// <param name="Facts">What it says of the shipment as a whole; without anything on all but the newest event's line.</param>
/// <param name="Problem">What kind of problem it tells of.</param>
/// <param name="File">The payload's file.</param>
internal sealed record EventLine(TrackingEvent? Event, ShipmentFacts Facts, ProblemKind? Problem, string? File)
{
    private static readonly ShipmentFacts NoFacts = new();

    /// <summary>The line, or <see langword="null"/> where it is none that <c>normalize</c> writes.</summary>
    public static EventLine? TryRead(ReadOnlyMemory<byte> utf8Line)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8Line);
            var line = document.RootElement;
            if (line.ValueKind != JsonValueKind.Object) return null;
            var file = Text(line, "file");
            if (Text(line, "problem") is { } problem) return TaxonomyText.TryParse(problem, out ProblemKind kind) ? new(null, NoFacts, kind, file) : null;
            if (Text(line, "carrier") is null || Text(line, "format") is null || Text(line, "type") is null || Text(line, "match") is null) return null;
            var facts = line.TryGetProperty(ShipmentMember.Name, out var member) ? ShipmentMember.Read(member) : NoFacts;
            return new(line.Deserialize(TrackingJsonContext.Default.TrackingEvent), facts, null, file);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>What a timeline is told of it.</summary>
    public ShipmentReport? Report => Event is null ? null : new(Facts, [Event]);

    private static string? Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
