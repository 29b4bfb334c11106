using System.Globalization;
using NodaTime;
using NodaTime.Text;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Timelines;

namespace PostPurchase.Normalization.Triggers.Rules.Reading;

/// <summary>Makes rules of what is written. Every fault is told, with the path of the member inside the rule; what is at fault is left out.</summary>
internal sealed class RuleMaker(Action<string, RuleFaultKind, string> fault)
{
    /// <summary>The members of <c>on</c> of which exactly one is there.</summary>
    public static readonly string[] Kinds = ["scan", "phase", "problem", "estimate", "after", "repeat", "then", "pieces"];

    /// <returns><see langword="null"/> where it has no cause.</returns>
    public TriggerRule? Make(RuleDocument rule, TriggerGroup? group)
    {
        if (rule.Name.Length == 0) fault("name", RuleFaultKind.MissingMember, "\"name\" is missing");
        else if (!IsName(rule.Name))
            fault("name", RuleFaultKind.BadMember, "a name is lower-case letters, digits and underscores, a host's own with a prefix and a colon before it");
        if (string.IsNullOrWhiteSpace(rule.Fires)) fault("fires", RuleFaultKind.MissingMember, "\"fires\" is missing: say in a sentence when it fires");
        var conditions = rule.If is { } given ? Conditions(given) : TriggerConditions.None;
        var quiet = Length(rule.Quiet, "quiet");
        if (rule.MostPerDay < 0) fault("mostPerDay", RuleFaultKind.BadMember, "\"mostPerDay\" is a number of times");
        if (Cause(rule.On) is not { } cause) return null;
        return new()
        {
            Name = rule.Name,
            Group = rule.Group ?? group ?? TriggerGroup.Host,
            Fires = rule.Fires,
            FiresNot = rule.Not,
            Cause = cause,
            Conditions = conditions,
            OncePer = rule.Once,
            Quiet = quiet,
            MostPerDay = Math.Max(0, rule.MostPerDay),
            Meanwhile = rule.Meanwhile,
            Silences = rule.Silences ?? [],
            LeastMatch = rule.Match ?? MatchKind.Phrase,
            LeastConfidence = rule.Confidence,
            FiresLate = rule.Late,
            IsOrderIndependent = rule.AnyOrder,
        };
    }

    public static bool IsName(string name) => name.Length > 0 && name.All(one => char.IsAsciiLetterLower(one) || char.IsAsciiDigit(one) || one is '_' or ':' or '-');

    private TriggerCause? Cause(CauseDocument on)
    {
        TriggerCause?[] kinds =
        [
            on.Scan is { } scan ? new ScanCause { Types = Types(scan, "on.scan"), Except = Types(on.Except, "on.except"), Flags = (on.Flags ?? []).Aggregate(ScanFlags.None, (all, one) => all | one), IsFirst = on.First } : null,
            on.Phase is { } phase ? new PhaseCause { Phases = phase, From = on.From ?? [] } : null,
            on.Problem is { } problem ? new ProblemCause { Types = Types(problem, "on.problem"), Conditions = on.Conditions ?? [], Pitfalls = on.Pitfalls ?? [], IsCleared = on.Cleared } : null,
            on.Estimate is { } news ? new EstimateCause { News = news, LeastDays = on.Days } : null,
            on.After is { } after ? Deadline(on, after) : null,
            on.Repeat is { } repeat ? new RepeatCause { Of = repeat, Types = Types(on.Types, "on.types"), Times = on.Times ?? 2 } : null,
            on.Then is { } then ? new SequenceCause { First = Types(on.FirstTypes, "on.firstTypes"), Then = Types(then, "on.then"), Without = Types(on.Without, "on.without"), Within = Within(on) } : null,
            on.Pieces is { } pieces ? new PieceCause { News = pieces } : null,
        ];
        var told = kinds.OfType<TriggerCause>().ToArray();
        if (told.Length == 1) return told[0];
        fault("on", RuleFaultKind.BadMember, $"\"on\" has exactly one of {string.Join(", ", Kinds)}");
        return null;
    }

    private DeadlineCause Deadline(CauseDocument on, DeadlineStart after) => new()
    {
        After = after,
        Types = Types(on.Types, "on.types"),
        Until = Types(on.Until, "on.until"),
        Attribute = on.Attribute,
        Phases = on.Phases ?? [],
        Wait = Length(on.Wait, "on.wait", mayBeNegative: true),
        BusinessDays = on.BusinessDays,
        At = At(on.At),
        Within = Within(on),
    };

    private LocalTime? At(string? text)
    {
        if (text is null) return null;
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)) return new LocalTime(at.Hour, at.Minute);
        fault("on.at", RuleFaultKind.BadMember, $"\"at\" is '{text}', not a time such as 18:00");
        return null;
    }

    private Duration? Within(CauseDocument on) => on.Within is null ? null : Length(on.Within, "on.within");

    private TriggerConditions Conditions(ConditionsDocument given) => new()
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
        Problems = Types(given.Problems, "if.problems"),
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

    private List<EventType> Types(List<string>? codes, string path)
    {
        var types = new List<EventType>(codes?.Count ?? 0);
        foreach (var code in codes ?? [])
        {
            if (EventType.TryFind(code, out var type)) types.Add(type);
            else fault(RuleLines.ItemOf(path, code), RuleFaultKind.UnknownType, $"there is no event type '{code}'");
        }
        return types;
    }

    /// <summary>A length in days, hours and smaller.</summary>
    private Duration Length(string? text, string path, bool mayBeNegative = false)
    {
        if (text is null) return Duration.Zero;
        var isNegative = text.StartsWith('-') && mayBeNegative;
        var parsed = PeriodPattern.Roundtrip.Parse(isNegative ? text[1..] : text);
        if (parsed.Success && parsed.Value is { Years: 0, Months: 0 } period && period.ToDuration() is var length && length >= Duration.Zero) return isNegative ? -length : length;
        fault(path, RuleFaultKind.BadMember, $"\"{path[(path.LastIndexOf('.') + 1)..]}\" is '{text}', not a length such as P3D or PT6H{(mayBeNegative ? ", before a day or moment -P1D" : "")}");
        return Duration.Zero;
    }
}
