using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Linting;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Tests.Support;
using PostPurchase.Normalization.Tests.Triggers.Catalogue;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers;
using PostPurchase.Normalization.Triggers.Rules;
using Xunit;

namespace PostPurchase.Normalization.Tests.Linting;

/// <summary>What the linter says never fires is held against the engine: made-up rules meet made-up histories.</summary>
public sealed class NeverFiresTests
{
    private static readonly string[] Codes =
    [
        "transit", "transit.facility_arrived", "delivered", "delivered.neighbor", "customs.held", "customs.cleared", "delay", "delay.weather", "delivery_attempt.failed", "delivery_attempt.refused",
        "delivery.out_for_delivery", "exception.lost", "return_to_sender", "return_to_sender.delivered", "claim.opened", "payment.due", "shipment.cancelled", "pickup_point.ready", "order.received", "hold",
    ];

    [Fact]
    public void What_is_said_never_to_fire_does_not()
    {
        var random = new Random(20_260);
        var rules = Enumerable.Range(0, 12_000).Select(index => Rule(random, $"acme:rule_{index}")).ToDictionary(rule => rule.Name);
        var told = RuleLinter.Lint(rules.Values).Faults.Where(fault => fault.Kind == RuleFaultKind.NeverFires).Select(fault => fault.Message[..fault.Message.IndexOf(": ", StringComparison.Ordinal)]).ToHashSet();
        var engine = new TriggerEngine(told.Select(name => rules[name]));
        Assert.InRange(engine.Rules.Count, 1_000, 8_000);
        Assert.Equal(8, engine.Rules.Select(rule => rule.Cause.GetType()).Distinct().Count());
        var others = new TriggerEngine(rules.Values.Where(rule => !told.Contains(rule.Name)).Take(1_000));
        var firing = new HashSet<string>();

        Prop.ForAll(ShipmentHistories.Histories, scans =>
        {
            var fired = ShipmentHistories.OneByOne(engine, scans).Fired.Concat(ShipmentHistories.AtOnce(engine, scans).Fired).FirstOrDefault();
            firing.UnionWith(ShipmentHistories.OneByOne(others, scans).Fired.Select(trigger => trigger.Name));
            Assert.True(fired is null, fired is null ? "" : $"{string.Join(", ", scans)} fires {RuleTexts.Of([rules[fired.Name]])}\n{string.Join('\n', RuleLinter.Lint([rules[fired.Name]]).Faults)}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
        Assert.True(firing.Count > 400, $"the histories fire {firing.Count} of {others.Rules.Count} other rules");
    }

    private static TriggerRule Rule(Random random, string name)
    {
        var rule = Normalization.Triggers.Rules.Rule.Named(name, "Now").When(Cause(random)).If(new()
        {
            Phases = Maybe(random, Phases),
            Reached = Maybe(random, Phases),
            NotReached = Maybe(random, Phases),
            Conditions = Maybe(random, one => Some(one, Enum.GetValues<Condition>())),
            Problems = Maybe(random, Types),
            LeastSeverity = random.Next(3) == 0 ? (Severity)random.Next(4) : Severity.Info,
            LeastAttempts = random.Next(5) == 0 ? random.Next(3) : null,
            MostAttempts = random.Next(5) == 0 ? random.Next(3) : null,
            IsFinalAttempt = random.Next(10) == 0 ? random.Next(2) == 0 : null,
            DeliveredTo = Maybe(random, one => Some(one, Enum.GetValues<DeliveredTo>()), 8),
            ActionBy = Maybe(random, one => Some(one, Enum.GetValues<Party>()), 8),
            HasPieces = random.Next(5) == 0 ? random.Next(2) == 0 : null,
        });
        return random.Next(4) == 0 ? rule.Late() : rule;
    }

    private static TriggerCause Cause(Random random) => random.Next(8) switch
    {
        0 => On.Scan([.. Maybe(random, Types, 2)]) with { Except = Maybe(random, Types), Flags = random.Next(5) == 0 ? ScanFlags.AfterDelivery | ScanFlags.AfterEnd : ScanFlags.None },
        1 => On.Phase([.. Phases(random)]) with { From = Maybe(random, Phases) },
        2 => On.Problem([.. Maybe(random, Types, 2)]) with { Conditions = Maybe(random, one => Some(one, Enum.GetValues<Condition>())), IsCleared = random.Next(4) == 0 },
        3 => On.Estimate((EstimateNews)random.Next(8)),
        4 => new DeadlineCause
        {
            After = (DeadlineStart)random.Next(7),
            Types = Maybe(random, Types, 2),
            Until = Maybe(random, Types),
            Attribute = "dispatch_by",
            Phases = Maybe(random, Phases, 2),
            Wait = Duration.FromHours(random.Next(100)),
        },
        5 => On.Repeat((RepeatKind)random.Next(5), random.Next(1, 3)) with { Types = Types(random) },
        6 => On.Sequence(Types(random), Types(random), Maybe(random, Types)),
        _ => On.Pieces((PieceNews)random.Next(5)),
    };

    private static IReadOnlyList<T> Maybe<T>(Random random, Func<Random, IReadOnlyList<T>> make, int oneIn = 4) => random.Next(oneIn) == 0 ? make(random) : [];

    private static IReadOnlyList<EventType> Types(Random random) => [.. Some(random, Codes).Select(EventType.FromCode)];

    private static IReadOnlyList<Milestone> Phases(Random random) => Some(random, Enum.GetValues<Milestone>());

    private static IReadOnlyList<T> Some<T>(Random random, T[] all) => [.. random.GetItems(all, random.Next(1, 4)).Distinct()];
}
