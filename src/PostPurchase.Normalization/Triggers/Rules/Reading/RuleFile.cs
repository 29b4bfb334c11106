using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Triggers.Rules.Reading;

/// <summary>Reads files of rules: JSON, as <c>Triggers/README.md</c> beside the source describes it.</summary>
public static class RuleFile
{
    /// <summary>Reads the rules of a file.</summary>
    /// <param name="json">The file, UTF-8.</param>
    /// <param name="name">Its name, for faults.</param>
    /// <exception cref="RuleException">The file is no file of rules; the fault says where.</exception>
    public static IReadOnlyList<TriggerRule> Read(Stream json, string name)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            var file = JsonSerializer.Deserialize(json, RuleJsonContext.Default.RuleFileDocument) ?? throw new RuleException($"{name}: a file of rules is an object.");
            return [.. file.Rules.Select((rule, index) => Rule(rule, file.Group ?? TriggerGroup.Host, $"{name}: rules[{index}] '{rule.Name}'"))];
        }
        catch (JsonException fault)
        {
            throw new RuleException($"{name}({fault.LineNumber + 1},{fault.BytePositionInLine + 1}): {fault.Path}: {fault.Message}", fault);
        }
    }

    private static TriggerRule Rule(RuleDocument rule, TriggerGroup group, string where)
    {
        if (rule.Name.Length == 0 || !rule.Name.All(one => char.IsAsciiLetterLower(one) || char.IsAsciiDigit(one) || one is '_' or ':' or '-'))
            throw new RuleException($"{where}: a name is lower-case letters, digits and underscores, a host's own with a prefix and a colon before it.");
        return new()
        {
            Name = rule.Name,
            Group = rule.Group ?? group,
            Fires = rule.Fires,
            FiresNot = rule.Not,
            Cause = Cause(rule.On, where),
            Conditions = rule.If is { } conditions ? Conditions(conditions, where) : TriggerConditions.None,
            OncePer = rule.Once,
            Quiet = Length(rule.Quiet, where, "quiet"),
            Silences = rule.Silences ?? [],
            LeastMatch = rule.Match ?? MatchKind.Phrase,
            LeastConfidence = rule.Confidence,
            FiresLate = rule.Late,
            IsOrderIndependent = rule.AnyOrder,
        };
    }

    private static TriggerCause Cause(CauseDocument on, string where)
    {
        TriggerCause?[] kinds =
        [
            on.Scan is { } scan ? new ScanCause { Types = Types(scan, where), Except = Types(on.Except, where), Flags = (on.Flags ?? []).Aggregate(ScanFlags.None, (all, one) => all | one), IsFirst = on.First } : null,
            on.Phase is { } phase ? new PhaseCause { Phases = phase, From = on.From ?? [] } : null,
            on.Problem is { } problem ? new ProblemCause { Types = Types(problem, where), Conditions = on.Conditions ?? [], Pitfalls = on.Pitfalls ?? [], IsCleared = on.Cleared } : null,
            on.Estimate is { } news ? new EstimateCause { News = news, LeastDays = on.Days } : null,
            on.After is { } after ? Deadline(on, after, where) : null,
            on.Repeat is { } repeat ? new RepeatCause { Of = repeat, Types = Types(on.Types, where), Times = on.Times ?? 2 } : null,
            on.Then is { } then ? new SequenceCause { First = Types(on.FirstTypes, where), Then = Types(then, where), Without = Types(on.Without, where), Within = Within(on, where) } : null,
            on.Pieces is { } pieces ? new PieceCause { News = pieces } : null,
        ];
        var told = kinds.OfType<TriggerCause>().ToArray();
        return told.Length == 1 ? told[0] : throw new RuleException($"{where}: 'on' has exactly one of scan, phase, problem, estimate, after, repeat, then and pieces.");
    }

    private static DeadlineCause Deadline(CauseDocument on, DeadlineStart after, string where) => new()
    {
        After = after,
        Types = Types(on.Types, where),
        Until = Types(on.Until, where),
        Attribute = on.Attribute,
        Phases = on.Phases ?? [],
        Wait = Length(on.Wait, where, "wait"),
        BusinessDays = on.BusinessDays,
        At = on.At is null ? null : TimeOnly.TryParseExact(on.At, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? new LocalTime(at.Hour, at.Minute) : throw new RuleException($"{where}: 'at' is a time such as 18:00."),
        Within = Within(on, where),
    };

    private static Duration? Within(CauseDocument on, string where) => on.Within is null ? null : Length(on.Within, where, "within");

    private static TriggerConditions Conditions(ConditionsDocument given, string where) => new()
    {
        Carriers = given.Carriers ?? [],
        Services = given.Services ?? [],
        Countries = given.Countries ?? [],
        Destinations = given.Destinations ?? [],
        IsInternational = given.International,
        Legs = given.Legs ?? [],
        Phases = given.Phases ?? [],
        Reached = given.Reached ?? [],
        NotReached = given.NotReached ?? [],
        Conditions = given.Conditions ?? [],
        Problems = Types(given.Problems, where),
        LeastSeverity = given.Severity,
        LeastAttempts = given.LeastAttempts,
        MostAttempts = given.MostAttempts,
        IsFinalAttempt = given.FinalAttempt,
        DeliveredTo = given.DeliveredTo ?? [],
        DeliveredAt = given.DeliveredAt ?? [],
        Proofs = given.Proofs ?? [],
        ActionBy = given.ActionBy ?? [],
        HasPieces = given.Pieces,
        Attributes = [.. (given.Attributes ?? []).Select(test => new AttributeTest
        {
            Name = test.Key,
            AtLeast = test.Value.AtLeast,
            AtMost = test.Value.AtMost,
            MoreThan = test.Value.MoreThan,
            LessThan = test.Value.LessThan,
            OneOf = test.Value.OneOf ?? [],
            Is = test.Value.Is,
            IsAbsent = test.Value.Absent,
        })],
    };

    private static EventType[] Types(List<string>? codes, string where) => [.. (codes ?? []).Select(code =>
        EventType.TryFind(code, out var type) ? type : throw new RuleException($"{where}: there is no event type '{code}'."))];

    /// <summary>A length in days, hours and smaller; only a wait may be negative.</summary>
    private static Duration Length(string? text, string where, string member)
    {
        if (text is null) return Duration.Zero;
        var isNegative = text.StartsWith('-') && member == "wait";
        var parsed = PeriodPattern.Roundtrip.Parse(isNegative ? text[1..] : text);
        if (!parsed.Success || parsed.Value.Years != 0 || parsed.Value.Months != 0 || parsed.Value.ToDuration() < Duration.Zero)
            throw new RuleException($"{where}: '{member}' is a length such as P3D or PT6H{(member == "wait" ? ", before a day or moment -P1D" : "")}.");
        return isNegative ? -parsed.Value.ToDuration() : parsed.Value.ToDuration();
    }
}
