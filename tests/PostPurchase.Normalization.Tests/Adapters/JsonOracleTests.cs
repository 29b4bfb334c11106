using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Adapters;

/// <summary>What System.Text.Json takes for JSON is read, and what it refuses is told: on changed examples and on heaps of tokens.</summary>
public sealed class JsonOracleTests
{
    private static readonly Normalizer Northwind = NorthwindMap.WithFormat("""
        "scopes": { "shipment": "$", "scan": "shipment/scans[]" }, "keys": [ { "set": "scans", "code": "scan/code" } ], "fields": { "label": "scan/label" }
        """);

    private const string Bytes = "{}[]\",:\\/ \n\t0123456789-+eE.truefalsn\u0001\u007f";

    [Fact]
    public void Changed_examples_are_json_to_both_or_to_none()
    {
        var examples = Payloads.ExampleFiles().Where(file => file.EndsWith(".json", StringComparison.Ordinal)).Select(file => (Bytes: File.ReadAllBytes(file), File: file)).ToArray();
        var random = new Random(20250301);
        for (var round = 0; round < 10_000; round++)
        {
            var payload = (byte[])examples[random.Next(examples.Length)].Bytes.Clone();
            for (var change = random.Next(1, 3); change > 0; change--)
            {
                var at = random.Next(1, payload.Length);
                if (random.Next(4) == 0) payload = [.. payload.AsSpan(0, at), .. payload.AsSpan(Math.Min(payload.Length, at + random.Next(3)))];
                else payload[at] = (byte)Bytes[random.Next(Bytes.Length)];
            }
            AssertAgree(payload, null);
        }
    }

    [Fact]
    public void Heaps_of_tokens_are_json_to_both_or_to_none()
    {
        string[] tokens =
        [
            "{", "}", "[", "]", ",", ":", "\"scans\"", "\"code\"", "\"label\"", "\"x\"", "\"\\u00e9\\n\\/\"", "\"\\q\"", "\"\\u12\"", "\"a\tb\"", "\"é\"", "1", "-1", "0", "01", "-", "1.", ".5", "1.5", "1e5", "1e", "1E+5", "1e+", "-0", "-0.0e-0",
            "true", "false", "null", "tru", "nul", "nulll", "True", " ", "\n", "//c\n", "\"", "\"scans\":[{\"code\":\"10\"}]", "{\"scans\":[", "]}", "{\"a\":1}", "[[[]]]", "\"code\":",
        ];
        var random = new Random(7);
        for (var round = 0; round < 60_000; round++)
        {
            var text = new StringBuilder(random.Next(2) == 0 ? "{\"scans\":[{" : "");
            for (var count = random.Next(1, 9); count > 0; count--) text.Append(tokens[random.Next(tokens.Length)]);
            if (random.Next(2) == 0) text.Append("}]}");
            AssertAgree(Encoding.UTF8.GetBytes(text.ToString()), "northwind-v1");
        }
    }

    private static void AssertAgree(byte[] payload, string? format)
    {
        if (!Utf8.IsValid(payload) || payload.AsSpan().IndexOfAnyExcept(" \t\r\n"u8) < 0 || payload is [_, 0, ..] or [0, _, ..]) return;
        // XML and foreign encodings are told by their first byte and are not asked about here.
        if (payload.AsSpan().TrimStart(" \t\r\n"u8)[0] == '<') return;
        var isJson = true;
        try
        {
            using var document = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 64 });
        }
        catch (JsonException)
        {
            isJson = false;
        }

        var broken = Northwind.Normalize(payload, format: format ?? "northwind-v1").Problems.Any(problem => problem.ByteOffset is not null);
        Assert.True(isJson != broken, $"{(isJson ? "JSON" : "no JSON")}: {Encoding.UTF8.GetString(payload)}");
    }
}
