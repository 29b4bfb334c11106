using System.Text.Json;

namespace PostPurchase.Normalization.Triggers.Rules.Reading;

/// <summary>Reads files of rules: JSON, as <c>Triggers/README.md</c> beside the source describes it.</summary>
public static class RuleFile
{
    /// <summary>Reads the rules of a file.</summary>
    /// <param name="json">The file, UTF-8.</param>
    /// <param name="name">Its name, for faults.</param>
    /// <exception cref="RuleException">The file is no file of rules; the exception has every fault with its line.</exception>
    public static IReadOnlyList<TriggerRule> Read(Stream json, string name)
    {
        ArgumentNullException.ThrowIfNull(json);
        using var copy = new MemoryStream();
        json.CopyTo(copy);
        return Read(copy.ToArray(), name);
    }

    internal static IReadOnlyList<TriggerRule> Read(byte[] utf8, string name)
    {
        var rules = ReadFaultless(utf8, out var fault);
        if (rules is not null) return rules;

        // Only now is it asked what stands where.
        var faults = new List<RuleFault>();
        LocatedRules.Read(utf8, name, faults);
        if (faults.Count == 0) faults.Add(new(name, (int)(fault?.LineNumber ?? 0) + 1, RuleFaultKind.BadMember, fault?.Message ?? "it holds no rules"));
        throw new RuleException(faults);
    }

    private static List<TriggerRule>? ReadFaultless(ReadOnlySpan<byte> utf8, out JsonException? fault)
    {
        fault = null;
        try
        {
            if (JsonSerializer.Deserialize(WithoutMark(utf8), RuleJsonContext.Default.RuleFileDocument) is not { } file) return null;
            var hasFaults = false;
            var maker = new RuleMaker((_, _, _) => hasFaults = true);
            var rules = file.Rules.ConvertAll(rule => maker.Make(rule, file.Group));
            return hasFaults ? null : [.. rules.OfType<TriggerRule>()];
        }
        catch (JsonException caught)
        {
            fault = caught;
            return null;
        }
    }

    /// <summary>Some editors begin a file with a byte order mark.</summary>
    internal static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> utf8) => utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
}
