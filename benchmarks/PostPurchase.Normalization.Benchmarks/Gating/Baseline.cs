using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PostPurchase.Normalization.Benchmarks.Gating;

/// <summary>The figures that the gate holds cases against; one case a line in its file, so that a change is read line by line.</summary>
/// <param name="Measured">When and on what.</param>
/// <param name="Tolerance">How much slower a case may be, as a share of its ratio, where it says nothing itself. Of bytes none is tolerated.</param>
/// <param name="Cases">The figures.</param>
internal sealed record Baseline(string Measured, double Tolerance, IReadOnlyList<BaselineCase> Cases)
{
    public const double DefaultTolerance = 0.25;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <exception cref="JsonException">The file is not a baseline.</exception>
    public static Baseline Read(string file) =>
        JsonSerializer.Deserialize<Baseline>(File.ReadAllBytes(file), Options) ?? throw new JsonException("the file holds null");

    public void Write(string file)
    {
        var lines = Cases.Select(one => "    " + JsonSerializer.Serialize(one, Options));
        var text = new StringBuilder("{\n");
        text.Append(CultureInfo.InvariantCulture, $"  \"measured\": {JsonSerializer.Serialize(Measured, Options)},\n");
        text.Append(CultureInfo.InvariantCulture, $"  \"tolerance\": {JsonSerializer.Serialize(Tolerance, Options)},\n");
        text.Append("  \"cases\": [\n").AppendJoin(",\n", lines).Append("\n  ]\n}\n");
        File.WriteAllText(file, text.ToString());
    }

    public double ToleranceOf(BaselineCase one) => one.Tolerance ?? Tolerance;

    /// <summary>Where the figures do not fit the cases that there are.</summary>
    public IEnumerable<string> Faults(IReadOnlyList<GateCase> cases)
    {
        if (!IsTolerance(Tolerance)) yield return "the tolerance is no share above 0";
        foreach (var doubled in Cases.GroupBy(one => one.Key).Where(group => group.Count() > 1)) yield return $"'{doubled.Key}' stands there more than once";
        foreach (var recorded in Cases)
        {
            if (!cases.Any(one => one.Key == recorded.Key)) yield return $"'{recorded.Key}' is no case";
            if (!double.IsFinite(recorded.Ratio) || recorded.Ratio <= 0 || (recorded.Tolerance is { } own && !IsTolerance(own))) yield return $"'{recorded.Key}' has a ratio or tolerance that is no share above 0";
        }
        foreach (var one in cases)
        {
            if (Cases.FirstOrDefault(recorded => recorded.Key == one.Key) is not { } recorded) yield return $"'{one.Key}' is missing";
            else if (one.CountsBytes != recorded.Bytes.HasValue) yield return $"'{one.Key}' {(one.CountsBytes ? "lacks its bytes" : "has bytes, though none are counted")}";
        }
    }

    private static bool IsTolerance(double share) => double.IsFinite(share) && share > 0;
}

/// <summary>The figures of one case.</summary>
/// <param name="Case">Name of the case.</param>
/// <param name="Yardstick">Its yardstick.</param>
/// <param name="Ratio">Time as a multiple of the yardstick's.</param>
/// <param name="Bytes">Bytes that a call allocates.</param>
/// <param name="YardstickBytes">Bytes that a call of the yardstick allocates; for the tables only.</param>
/// <param name="Tolerance">Where the common tolerance does not do.</param>
internal sealed record BaselineCase(string Case, string Yardstick, double Ratio, long? Bytes = null, long? YardstickBytes = null, double? Tolerance = null)
{
    [JsonIgnore]
    public CaseKey Key => new(Case, Yardstick);
}
