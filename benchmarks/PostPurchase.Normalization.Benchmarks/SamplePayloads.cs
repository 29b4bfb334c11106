using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>Payloads of twelve scans: shapes as carriers send them, values invented.</summary>
internal static class SamplePayloads
{
    public const int Scans = 12;

    /// <summary>The format that comes in several sizes.</summary>
    public const string SizedFormat = "ups-track-v1";

    public static readonly string[] FormatsWithUsualCode = ["ups-track-v1", "fedex-track-v1", "usps-v3", "dhl-unified", "easypost-tracker", "usps-webtools-trackfield"];

    public static readonly string[] Formats =
    [
        .. FormatsWithUsualCode,
        "royalmail-tracking-v2", "postnord-trackandtrace-v5", "inpost-group", "aftership-v4", "17track-v2", "canadapost-vis-track", "dhl-parcel-de-xml",
    ];

    /// <summary>Formats in which codes and labels can be made unknown, with the members that hold them.</summary>
    private static readonly Dictionary<string, string[]> CodeMembers = new()
    {
        ["ups-track-v1"] = ["type", "code", "statusCode", "description"],
        ["usps-v3"] = ["eventCode", "eventType"],
        ["aftership-v4"] = ["raw_tag", "tag", "subtag", "message"],
    };

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<string> UnmappableFormats => CodeMembers.Keys;

    public static byte[] Of(string format)
    {
        using var stream = Open(format, ".json") ?? Open(format, ".xml") ?? throw new ArgumentException($"There is no payload of format '{format}'.", nameof(format));
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The payload of <see cref="SizedFormat"/> with as many scans, the twelve again and again.</summary>
    public static byte[] OfScans(int scans)
    {
        var payload = JsonNode.Parse(Of(SizedFormat))!;
        var package = payload["trackResponse"]!["shipment"]![0]!["package"]![0]!;
        var twelve = package["activity"]!.AsArray();
        package["activity"] = new JsonArray([.. Enumerable.Range(0, scans).Select(scan => twelve[scan % twelve.Count]!.DeepClone())]);
        return Bytes(payload);
    }

    /// <summary>The payload with codes and labels of the same shape that no map knows.</summary>
    public static byte[] Unmapped(string format)
    {
        var payload = JsonNode.Parse(Of(format))!;
        MakeUnknown(payload, CodeMembers[format]);
        return Bytes(payload);
    }

    public static bool IsXml(string format) => Open(format, ".xml") is not null;

    private static void MakeUnknown(JsonNode node, string[] members)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items.OfType<JsonNode>()) MakeUnknown(item, members);
        }
        if (node is not JsonObject owner) return;
        foreach (var (name, value) in owner.ToList())
        {
            if (value is JsonValue && value.GetValueKind() == JsonValueKind.String && members.Contains(name)) owner[name] = Unknown(value.GetValue<string>());
            else if (value is not null) MakeUnknown(value, members);
        }
    }

    private static string Unknown(string text) => new([.. text.Select(letter => char.IsAsciiLetterUpper(letter) ? 'Q' : char.IsAsciiLetterLower(letter) ? 'q' : char.IsAsciiDigit(letter) ? '9' : letter)]);

    private static byte[] Bytes(JsonNode payload) => JsonSerializer.SerializeToUtf8Bytes(payload, Relaxed);

    private static Stream? Open(string format, string extension) => typeof(SamplePayloads).Assembly.GetManifestResourceStream(format + extension);
}
