using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Events.Json;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Normalizing.Json;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Cli.Output;

/// <summary>Writes events and problems as lines of JSON; a problem has <c>problem</c> in place of <c>type</c>.</summary>
internal static class EventLines
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The lines of a result, without a file's name and what is told of shipments as a whole.</summary>
    public static IReadOnlyList<string> Of(NormalizationResult result)
    {
        var lines = new List<string>();
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = CreateWriter(buffer);
        foreach (var one in result.Events) lines.Add(Line(() => Write(writer, one, null, null)));
        foreach (var problem in result.Problems) lines.Add(Line(() => Write(writer, problem, null)));
        return lines;

        string Line(Action write)
        {
            write();
            writer.Flush();
            var line = Encoding.UTF8.GetString(buffer.WrittenSpan);
            buffer.ResetWrittenCount();
            writer.Reset();
            return line;
        }
    }

    public static Utf8JsonWriter CreateWriter(IBufferWriter<byte> buffer) => new(buffer, Options);

    /// <summary>The events of a result, each with the facts that its line bears.</summary>
    public static IEnumerable<(TrackingEvent Event, ShipmentFacts? Facts)> EventsOf(NormalizationResult result)
    {
        foreach (var report in result.Reports)
        {
            var bearer = ShipmentMember.BearerOf(report);
            for (var i = 0; i < report.Events.Count; i++) yield return (report.Events[i], i == bearer ? report.Facts : null);
        }
    }

    public static void Write(Utf8JsonWriter writer, TrackingEvent one, ShipmentFacts? facts, string? file)
    {
        writer.WriteStartObject();
        TrackingEventJsonConverter.WriteMembers(writer, one, TrackingJsonContext.Default.Options);
        if (facts is not null) ShipmentMember.Write(writer, facts);
        if (file is not null) writer.WriteString("file", file);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, Problem problem, string? file)
    {
        writer.WriteStartObject();
        if (problem.Carrier is { } carrier) writer.WriteString("carrier", carrier);
        if (problem.Format is { } format) writer.WriteString("format", format);
        if (problem.TrackingNumber is { } number) writer.WriteString("trackingNumber", number);
        writer.WriteString("problem", problem.Kind.ToText());
        if (problem.Message is { } message) writer.WriteString("message", message);
        if (problem.ByteOffset is { } offset) writer.WriteNumber("byteOffset", offset);
        if (problem.Code is { } code)
        {
            writer.WriteStartObject("raw");
            writer.WriteString("code", code);
            writer.WriteEndObject();
        }
        if (file is not null) writer.WriteString("file", file);
        writer.WriteEndObject();
    }
}
