using System.Text;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Normalizing;

/// <summary>Bad input is told, typed and located; it is never thrown, and never stops what comes after it.</summary>
public sealed class HostileInputTests
{
    private static readonly Normalizer Normalizer = Normalizer.BuiltIn;

    public static TheoryData<string, string, string> Formats() => new()
    {
        { "ups", "0001-track-delivered-at-front-door", "ups-track-v1" },
        { "fedex", "0002-track-customs-clearance", "fedex-track-v1" },
        { "fedex", "0015-ws-delivered-to-reception", "fedex-ws-track" },
        { "usps", "0001-delivered-parcel-locker", "usps-v3" },
        { "usps", "0101-delivered-mailbox", "usps-webtools-trackfield" },
        { "dhl", "0002-express-codes-customs-and-estimate", "dhl-unified" },
        { "easypost", "0001-webhook-fedex-codes-delivered", "easypost-webhook" },
    };

    [Theory, MemberData(nameof(Formats))]
    public void Cut_at_every_byte_it_gives_a_located_problem_and_only_whole_shipments(string carrier, string example, string format)
    {
        var payload = Payloads.Example(carrier, example);
        var whole = Normalizer.Normalize(payload, format: format);
        var known = whole.Events.Select(one => (one.Type.Code, one.Raw)).ToHashSet();
        var end = payload.AsSpan().TrimEnd((byte)'\n').Length;

        for (var length = 0; length < end; length++)
        {
            var named = Normalizer.Normalize(payload.AsSpan(0, length), format: format);
            var problem = Assert.Single(named.Problems, problem => problem.ByteOffset is not null);
            Assert.True(problem.Kind is ProblemKind.Truncated or ProblemKind.Empty or ProblemKind.WrongEncoding, $"cut at {length}: {problem}");
            Assert.InRange(problem.ByteOffset!.Value, 0, length);
            Assert.All(named.Events, one => Assert.Contains((one.Type.Code, one.Raw), known));
            Assert.NotEmpty(Normalizer.Normalize(payload.AsSpan(0, length)).Problems);
        }
    }

    [Fact]
    public void Changed_bytes_never_throw()
    {
        var examples = Payloads.ExampleFiles().Select(File.ReadAllBytes).ToArray();
        var random = new Random(20250101);
        for (var round = 0; round < 20_000; round++)
        {
            var payload = (byte[])examples[random.Next(examples.Length)].Clone();
            for (var change = random.Next(1, 6); change > 0; change--) payload[random.Next(payload.Length)] = Interesting(random);
            var result = Normalizer.Normalize(payload);
            Assert.True(result.Events.Count > 0 || result.Problems.Count > 0);
        }
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        var random = new Random(7);
        for (var round = 0; round < 5_000; round++)
        {
            var payload = new byte[random.Next(200)];
            for (var i = 0; i < payload.Length; i++) payload[i] = Interesting(random);
            Assert.NotEmpty(Normalizer.Normalize(payload).Problems);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t ")]
    public void Nothing_is_told_as_nothing(string payload) => Assert.Equal(ProblemKind.Empty, Assert.Single(Payloads.Normalize(payload).Problems).Kind);

    [Theory]
    [InlineData("{", "}", 10_000)]
    [InlineData("<a>", "</a>", 10_000)]
    public void Deep_nesting_is_told(string open, string close, int depth)
    {
        var opening = open == "{" ? "{\"trackResponse\":" : "<TrackResponse>";
        var deep = string.Concat(Enumerable.Repeat(open == "{" ? "{\"a\":" : open, depth));
        var payload = opening + deep + (open == "{" ? "1" : "") + string.Concat(Enumerable.Repeat(close, depth)) + (open == "{" ? "}" : "</TrackResponse>");

        var problem = Assert.Single(Payloads.Normalize(payload).Problems);
        Assert.Equal(ProblemKind.TooDeep, problem.Kind);
        Assert.NotNull(problem.ByteOffset);
    }

    [Fact]
    public void A_hundred_megabytes_are_read_or_refused_but_not_thrown()
    {
        var scan = """{"date":"2025-03-05T13:24:31-07:00","eventType":"DL","eventDescription":"Delivered","scanLocation":{"city":"MESA","stateOrProvinceCode":"AZ","countryCode":"US"}},""";
        var head = """{"output":{"completeTrackResults":[{"trackingNumber":"612300456781","trackResults":[{"trackingNumberInfo":{"trackingNumber":"612300456781","carrierCode":"FDXG"},"scanEvents":[""";
        var count = 100 * 1024 * 1024 / scan.Length;
        var text = new StringBuilder(head, count * scan.Length + 1024);
        for (var i = 0; i < count; i++) text.Append(scan);
        text.Length--;
        text.Append("]}]}]}}");
        var payload = Encoding.UTF8.GetBytes(text.ToString());

        var sink = new CountingSink();
        Normalizer.Normalize(payload, ref sink);
        Assert.Equal((count, 0), (sink.Events, sink.Problems));

        var refused = new Normalizer(Normalization.Maps.MapLibrary.BuiltIn, new() { MaxPayloadBytes = 1024 }).Normalize(payload);
        Assert.Equal(ProblemKind.TooLarge, Assert.Single(refused.Problems).Kind);
    }

    [Fact]
    public void Declared_encodings_are_read_and_others_are_told()
    {
        var json = Encoding.UTF8.GetString(Payloads.Example("usps", "0001-delivered-parcel-locker"));
        var expected = Payloads.Normalize(json).Events;
        foreach (var encoding in new Encoding[] { new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true), new UnicodeEncoding(false, false) })
        {
            Assert.Equal(expected, Normalizer.Normalize([.. encoding.GetPreamble(), .. encoding.GetBytes(json)]).Events);
        }

        const string Xml = """<?xml version="1.0" encoding="ISO-8859-1"?><TrackResponse><TrackInfo ID="94"><TrackSummary><EventDate>May 2, 2016</EventDate><Event>Zurückgestellt</Event><EventCity>KÖLN</EventCity><EventCode>OF</EventCode></TrackSummary></TrackInfo></TrackResponse>""";
        Assert.Equal("KÖLN", Assert.Single(Normalizer.Normalize(Encoding.Latin1.GetBytes(Xml)).Events).Place?.City);

        var undeclared = Normalizer.Normalize(Encoding.Latin1.GetBytes(json.Replace("HERMOSA", "MÜNCHEN", StringComparison.Ordinal).Replace("trackingEvents", "trackingEv\u00e9nts", StringComparison.Ordinal)));
        var problem = Assert.Single(undeclared.Problems);
        Assert.Equal(ProblemKind.WrongEncoding, problem.Kind);
        Assert.True(problem.ByteOffset > 0);
    }

    [Fact]
    public void Entities_from_outside_are_refused()
    {
        var problem = Assert.Single(Payloads.Normalize("""<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><TrackResponse><TrackInfo ID="&x;"/></TrackResponse>""").Problems);

        Assert.Equal(ProblemKind.Malformed, problem.Kind);
    }

    private static byte Interesting(Random random) => random.Next(3) switch
    {
        0 => (byte)"{}[]\",:\\<>/&;=' 0-eE.u"[random.Next(22)],
        1 => (byte)random.Next(256),
        _ => (byte)random.Next(32, 127),
    };
}
