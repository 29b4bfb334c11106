using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Cli.Output;

/// <summary>How much is known of each carrier, how well, and from where.</summary>
internal sealed class Coverage
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<MapCoverage> _maps;
    private readonly List<string> _unreached;

    private Coverage(List<MapCoverage> maps)
    {
        _maps = maps;
        var reached = maps.SelectMany(map => map.Types).ToHashSet(StringComparer.Ordinal);
        _unreached = [.. EventType.All.Select(type => type.Code).Where(code => !reached.Contains(code))];
    }

    public static Coverage Of(MapLibrary library) => new([.. library.CarrierIds.Select(id => MapCoverage.Of(library.Own(id)!, library.Document(id)!))]);

    /// <summary>Rows, texts and refinements of all maps that are a judgement, in percent.</summary>
    public double LowShare => 100.0 * _maps.Sum(map => map.Low.Count) / Math.Max(1, _maps.Sum(map => map.Entries));

    public string ToMarkdown()
    {
        var page = new StringBuilder();
        page.Append("# Coverage\n\nWritten by `postpurchase coverage`; not edited by hand. What the columns and confidences mean: [README](README.md).\n\n");
        Line($"{_maps.Count} maps, {_maps.Sum(map => map.Formats.Count)} formats, {_maps.Sum(map => map.Codes)} codes, {_maps.Sum(map => map.Texts)} texts, {_maps.Sum(map => map.Refinements)} refinements; ");
        Line($"{EventType.All.Count - _unreached.Count} of {EventType.All.Count} event types are reached. High confidence {_maps.Sum(map => map.High)}, medium {_maps.Sum(map => map.Medium)}, low {_maps.Sum(map => map.Low.Count)} ({LowShare:0.0} %).\n\n");
        page.Append("| Map | Kind | Version | Formats | Codes | Texts | Refinements | Types | High | Medium | Low |\n| --- | --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (var map in _maps)
        {
            var formats = string.Join("<br>", map.Formats.Select(format => $"`{format}`"));
            Line($"| **{map.Id}** {Cell(map.Name)} | {map.Kind} | {map.Version} | {formats} | {map.Codes} | {map.Texts} | {map.Refinements} | {map.Types.Count} | {map.High} | {map.Medium} | {map.Low.Count} |\n");
        }

        page.Append("\nTypes are those that the map's entries lead to, with what it inherits; all other columns count its own entries.\n\n## Low confidence\n\n");
        page.Append("Judgements: no document, recording or working integration says so.\n\n| Map | Entry | Type | Source |\n| --- | --- | --- | --- |\n");
        foreach (var map in _maps)
        {
            foreach (var low in map.Low) Line($"| {map.Id} | {Cell(low.Entry)} | `{low.Type}` | {low.Source} |\n");
        }

        page.Append("\n## Types that no map reaches\n\n");
        page.Append(_unreached.Count == 0 ? "None.\n" : string.Join(", ", _unreached.Select(code => $"`{code}`")) + "\n");
        page.Append("\n## Sources\n");
        foreach (var map in _maps)
        {
            Line($"\n### {map.Id}\n\n");
            foreach (var source in map.Sources) Line($"- {source.Key}: {source.Value}\n");
            if (map.Omissions is not null) Line($"- Left out: {map.Omissions}\n");
        }
        return page.ToString();

        void Line(FormattableString text) => page.Append(text.ToString(CultureInfo.InvariantCulture));
    }

    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteStartArray("maps");
            foreach (var map in _maps) map.Write(json);
            json.WriteEndArray();
            json.WriteNumber("types", EventType.All.Count);
            Write(json, "unreachedTypes", _unreached);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    internal static void Write(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static string Cell(string? text) => (text ?? "").Replace("|", "\\|", StringComparison.Ordinal);
}

/// <summary>An entry that is a judgement.</summary>
internal sealed record LowEntry(string Entry, string? Type, string? Source);

/// <summary>What is known of one carrier.</summary>
internal sealed class MapCoverage
{
    public required string Id { get; init; }
    public string? Name { get; init; }
    public required string Kind { get; init; }
    public string? Version { get; init; }
    public string? Inherits { get; init; }
    public string? Omissions { get; init; }
    public required IReadOnlyList<string> Formats { get; init; }
    public int Codes { get; init; }
    public int Texts { get; init; }
    public int Refinements { get; init; }
    public int High { get; init; }
    public int Medium { get; init; }
    public required IReadOnlyList<LowEntry> Low { get; init; }
    public required IReadOnlyList<string> Types { get; init; }
    public required IReadOnlyDictionary<string, string> Sources { get; init; }

    public int Entries => Codes + Texts + Refinements;

    public static MapCoverage Of(MapDocument own, MapDocument whole)
    {
        var meanings = Meanings(own).ToList();
        return new()
        {
            Id = own.Id,
            Name = own.Name,
            Kind = own.Kind,
            Version = own.Version,
            Inherits = own.Inherits,
            Omissions = own.Omissions,
            Formats = [.. own.Formats.Select(format => format.Id)],
            Codes = own.Codes.Sum(set => set.Rows.Count),
            Texts = own.Texts.Count,
            Refinements = own.Refinements.Count,
            High = meanings.Count(entry => entry.Meaning.Confidence == Confidence.High),
            Medium = meanings.Count(entry => entry.Meaning.Confidence == Confidence.Medium),
            Low = [.. meanings.Where(entry => entry.Meaning.Confidence == Confidence.Low).Select(entry => new LowEntry(entry.Name, entry.Meaning.Type, entry.Meaning.Source))],
            Types = [.. Meanings(whole).Select(entry => entry.Meaning.Type).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Sources = own.Sources,
        };
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("name", Name);
        json.WriteString("kind", Kind);
        json.WriteString("version", Version);
        if (Inherits is not null) json.WriteString("inherits", Inherits);
        Coverage.Write(json, "formats", Formats);
        json.WriteNumber("codes", Codes);
        json.WriteNumber("texts", Texts);
        json.WriteNumber("refinements", Refinements);
        json.WriteStartObject("confidence");
        json.WriteNumber("high", High);
        json.WriteNumber("medium", Medium);
        json.WriteNumber("low", Low.Count);
        json.WriteEndObject();
        json.WriteStartArray("lowEntries");
        foreach (var low in Low)
        {
            json.WriteStartObject();
            json.WriteString("entry", low.Entry);
            json.WriteString("type", low.Type);
            json.WriteString("source", low.Source);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        Coverage.Write(json, "types", Types);
        json.WriteStartObject("sources");
        foreach (var source in Sources) json.WriteString(source.Key, source.Value);
        json.WriteEndObject();
        if (Omissions is not null) json.WriteString("omissions", Omissions);
        json.WriteEndObject();
    }

    private static IEnumerable<(string Name, MeaningDocument Meaning)> Meanings(MapDocument map) =>
        map.Codes.SelectMany(set => set.Rows.Select(row => (NameOf(set, row), row.Meaning)))
            .Concat(map.Texts.Select(text => ($"text \"{text.Text}\"", text.Meaning)))
            .Concat(map.Refinements.Select(one => ($"refinement of {one.Of} by \"{one.Text}\"", one.Meaning)));

    private static string NameOf(CodeSetDocument set, RowDocument row)
    {
        var code = string.Join(" + ", new[] { row.Code, row.Qualifier, row.Qualifier2 }.OfType<string>());
        return row.Label is null ? $"{set.Set} {code}" : $"{set.Set} {code} \"{row.Label}\"";
    }
}
