using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Tests.Timelines;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers;
using PostPurchase.Normalization.Triggers.Catalogue;
using PostPurchase.Normalization.Triggers.Rules;
using Xunit;

namespace PostPurchase.Normalization.Tests.Triggers;

/// <summary>What the engine makes of rules, scan by scan and as time passes.</summary>
public sealed class TriggerEngineTests
{
    private static TriggerRule Rule(TriggerCause cause) => new() { Name = "acme:rule", Group = TriggerGroup.Host, Cause = cause };

    private static ScanCause Scan(params string[] types) => new() { Types = [.. types.Select(EventType.FromCode)] };

    /// <summary>Feeds scans one by one; gives what fired at each as <c>index:name</c>.</summary>
    private static string Fired(TriggerRule rule, params string[] scans) => Fired([rule], scans);

    private static string Fired(IReadOnlyList<TriggerRule> rules, params string[] scans)
    {
        var (engine, timeline, marks, fired) = (new TriggerEngine(rules), new ShipmentTimeline(), TriggerMarks.None, new List<string>());
        Shipment? before = null;
        for (var i = 0; i < scans.Length; i++)
        {
            timeline.Add(Scans.Event(scans[i]));
            var decision = engine.Decide("s1", before, timeline.Shipment, ShipmentAttributes.None, marks, Scans.Received("31T00:00"));
            (marks, before) = (decision.Marks, timeline.Shipment);
            fired.AddRange(decision.Triggers.Select(trigger => $"{i}:{trigger.Name[5..]}"));
        }
        return string.Join(' ', fired);
    }

    [Theory]
    [InlineData("1:rule", "01T10:00 transit", "02T10:00 customs.held")]
    [InlineData("1:rule", "01T10:00 transit", "02T10:00 customs.held_documents")]
    [InlineData("0:rule 1:rule", "01T10:00 customs.held", "02T10:00 customs.held_documents")]
    [InlineData("0:rule", "01T10:00:00 customs.held", "01T10:00:01 customs.held")]
    [InlineData("0:rule", "01T10:00 customs.held", "01T10:00 customs.held_documents via:easypost")]
    [InlineData("", "01T10:00 delivered", "02T10:00 customs.held")]
    [InlineData("", "03T10:00 delivered", "02T10:00 customs.held")]
    public void A_scan_fires_once_however_often_it_is_told(string fired, params string[] scans) => Assert.Equal(fired, Fired(Rule(Scan("customs.held")), scans));

    [Fact]
    public void Once_per_shipment_is_once() =>
        Assert.Equal("0:rule", Fired(Rule(Scan("customs.held")) with { OncePer = OncePer.Shipment }, "01T10:00 customs.held", "02T10:00 customs.held"));

    [Theory]
    [InlineData("1:rule", "01T10:00 transit", "02T10:00 delivery.out_for_delivery")]
    [InlineData("1:rule 3:rule", "01T10:00 transit", "02T10:00 delivery.out_for_delivery", "02T20:00 transit", "03T10:00 delivery.out_for_delivery")]
    [InlineData("", "03T10:00 delivered", "02T10:00 delivery.out_for_delivery")]
    public void A_phase_fires_when_it_is_entered_and_not_when_it_is_over(string fired, params string[] scans) =>
        Assert.Equal(fired, Fired(Rule(new PhaseCause { Phases = [Milestone.OutForDelivery] }), scans));

    [Fact]
    public void Several_pieces_are_delivered_with_the_last() =>
        Assert.Equal("2:rule", Fired(Rule(new PhaseCause { Phases = [Milestone.Delivered] }), "01T10:00 transit /2", "02T10:00 delivered /1", "03T10:00 delivered /2"));

    [Theory]
    [InlineData(false, "1:rule", "01T10:00 transit", "02T10:00 customs.held", "03T10:00 customs.held_documents", "04T10:00 customs.cleared")]
    [InlineData(true, "3:rule", "01T10:00 transit", "02T10:00 customs.held", "03T10:00 customs.held_documents", "04T10:00 customs.cleared")]
    [InlineData(false, "", "04T10:00 customs.cleared", "02T10:00 customs.held")]
    public void A_problem_fires_when_it_begins_or_when_it_ends(bool isCleared, string fired, params string[] scans) =>
        Assert.Equal(fired, Fired(Rule(new ProblemCause { Types = [EventType.Customs.Held], IsCleared = isCleared }), scans));

    [Fact]
    public void A_return_silences_what_it_names()
    {
        TriggerRule[] rules =
        [
            Rule(new PhaseCause { Phases = [Milestone.Returning] }) with { Name = "acme:return", Silences = ["acme:rule"] },
            Rule(Scan("delivery.out_for_delivery")),
        ];

        Assert.Equal("0:rule 1:return", Fired(rules, "01T10:00 delivery.out_for_delivery", "02T10:00 return_to_sender", "03T10:00 delivery.out_for_delivery"));
    }

    [Fact]
    public void A_weak_match_does_not_fire_a_strict_rule()
    {
        var timeline = new ShipmentTimeline();
        timeline.Add(Scans.Event("01T10:00 customs.held") with { Match = MatchKind.Phrase });
        var engine = new TriggerEngine([Rule(Scan("customs.held")) with { LeastMatch = MatchKind.Code }]);

        Assert.Empty(engine.Decide("s1", null, timeline.Shipment, ShipmentAttributes.None, TriggerMarks.None, default).Triggers);
        Assert.Equal(RuleVerdict.MatchTooWeak, Assert.Single(engine.Explain("s1", timeline.Shipment, ShipmentAttributes.None, TriggerMarks.None, default)).Verdict);
    }

    [Theory]
    [InlineData(2, "4:rule", "01T10:00 delivery_attempt.failed", "01T10:01 delivery_attempt.notice_left", "02T09:00 transit", "03T09:00 delivery.out_for_delivery", "03T10:00 delivery_attempt.failed")]
    [InlineData(1, "0:rule 1:rule", "01T10:00 delivery_attempt.failed", "02T10:00 delivery_attempt.failed")]
    public void Attempts_are_counted_by_the_visit(int times, string fired, params string[] scans) => Assert.Equal(fired, Fired(Rule(new RepeatCause { Of = RepeatKind.Attempts, Times = times }), scans));

    [Fact]
    public void Back_and_forth_is_a_city_seen_again() =>
        Assert.Equal("3:rule", Fired(Rule(new RepeatCause { Of = RepeatKind.Places, Times = 2 }), "01T10:00 transit @Dallas", "01T11:00 transit @Dallas", "02T10:00 transit @Austin", "03T10:00 transit @Dallas"));

    [Fact]
    public void A_sequence_is_broken_by_what_explains_it()
    {
        var rule = Rule(new SequenceCause { First = [EventType.Customs.Cleared], Then = [EventType.Customs.Held], Without = [EventType.Transit.DestinationCountryArrived] });

        Assert.Equal("1:rule", Fired(rule, "01T10:00 customs.cleared", "02T10:00 customs.held"));
        Assert.Equal("", Fired(rule, "01T10:00 customs.cleared", "01T12:00 transit.destination_country_arrived", "02T10:00 customs.held"));
    }

    [Theory]
    [InlineData("01T10:00+01", "04T08:59", "04T09:00")]
    [InlineData("01T10:00", "04T21:59", "04T22:00")]
    public void Silence_fires_when_it_is_due_and_not_before(string last, string before, string due)
    {
        var timeline = Scans.Timeline($"{last} transit");
        var engine = new TriggerEngine([Rule(new DeadlineCause { After = DeadlineStart.LastScan, Wait = Duration.FromDays(3) })]);
        TriggerDecision At(string now, TriggerMarks marks) => engine.Decide("s1", timeline.Shipment, timeline.Shipment, ShipmentAttributes.None, marks, Scans.Received(now));

        var early = At(before, TriggerMarks.None);
        Assert.Empty(early.Triggers);
        Assert.Equal(Scans.Received(due), early.NextDue);

        var fired = At(due, early.Marks);
        Assert.Equal(Scans.Received(due), Assert.Single(fired.Triggers).Due);
        Assert.Null(fired.NextDue);
        Assert.Empty(At("09T00:00", fired.Marks).Triggers);

        timeline.Add(Scans.Event("05T10:00 transit.facility_arrived"));
        Assert.NotNull(At("05T11:00", fired.Marks).NextDue);
    }

    [Fact]
    public void Business_days_and_clock_times_of_a_wait()
    {
        // 7 March 2025 is a Friday.
        var shipment = Scans.Shipment("07T10:00+01 pickup_point.ready");
        var engine = new TriggerEngine([Rule(new DeadlineCause { After = DeadlineStart.Phase, Phases = [Milestone.AvailableForPickup], BusinessDays = 2, At = new LocalTime(18, 0) })]);

        Assert.Equal(Scans.Received("11T17:00"), engine.Decide("s1", null, shipment, ShipmentAttributes.None, TriggerMarks.None, Scans.Received("07T12:00")).NextDue);
    }

    [Fact]
    public void An_end_ends_all_waits()
    {
        var engine = new TriggerEngine([Rule(new DeadlineCause { After = DeadlineStart.LastScan, Wait = Duration.FromDays(3) })]);
        var decision = engine.Decide("s1", null, Scans.Shipment("01T10:00 transit", "02T10:00 delivered"), ShipmentAttributes.None, TriggerMarks.None, Scans.Received("20T00:00"));

        Assert.Empty(decision.Triggers);
        Assert.Null(decision.NextDue);
    }

    [Fact]
    public void Attributes_of_the_host_decide()
    {
        var rule = Rule(Scan("customs.held")) with { Conditions = new() { Attributes = [new() { Name = "value", MoreThan = 500 }, new() { Name = "tier", OneOf = ["gold"] }] } };
        var engine = new TriggerEngine([rule]);
        bool Fires(ShipmentAttributes attributes) => engine.Decide("s1", null, Scans.Shipment("01T10:00 customs.held"), attributes, TriggerMarks.None, default).Triggers.Count == 1;

        Assert.True(Fires(ShipmentAttributes.None.With("value", 501).With("tier", "Gold")));
        Assert.False(Fires(ShipmentAttributes.None.With("value", 500).With("tier", "gold")));
        Assert.False(Fires(ShipmentAttributes.None.With("value", 501)));
        Assert.Equal("Attributes.tier", Assert.Single(engine.Explain("s1", Scans.Shipment("01T10:00 customs.held"), ShipmentAttributes.None.With("value", 501), TriggerMarks.None, default)).Detail);
    }

    [Fact]
    public void The_same_fact_has_the_same_id_and_another_shipment_another()
    {
        var engine = new TriggerEngine([Rule(Scan("customs.held"))]);
        TriggerId Id(string key, params string[] scans) => Assert.Single(engine.Decide(key, null, Scans.Shipment(scans), ShipmentAttributes.None, TriggerMarks.None, default).Triggers).Id;

        Assert.Equal(Id("s1", "01T10:00 customs.held"), Id("s1", "01T09:00 transit", "01T10:00 customs.held"));
        Assert.NotEqual(Id("s1", "01T10:00 customs.held"), Id("s2", "01T10:00 customs.held"));
        Assert.NotEqual(Id("s1", "01T10:00 customs.held"), Id("s1", "01T11:00 customs.held"));
        Assert.True(TriggerId.TryParse(Id("s1", "01T10:00 customs.held").ToString(), out var read));
        Assert.Equal(Id("s1", "01T10:00 customs.held"), read);
    }

    [Fact]
    public void Built_in_rules_give_records_of_their_own()
    {
        var engine = new TriggerEngine(TriggerCatalogue.Rules);
        var triggers = engine.Decide("s1", null, Scans.Shipment("01T10:00 customs.held"), ShipmentAttributes.None, TriggerMarks.None, default).Triggers;

        Assert.Equal("customs.held", Assert.Single(triggers.OfType<CustomsHeldTrigger>()).Problem!.Type.Code);
    }

    [Fact]
    public void Quiet_rules_keep_silent_for_a_while()
    {
        var engine = new TriggerEngine([Rule(Scan("transit")) with { Quiet = Duration.FromHours(6) }]);
        var timeline = Scans.Timeline("01T10:00 transit");
        var first = engine.Decide("s1", null, timeline.Shipment, ShipmentAttributes.None, TriggerMarks.None, Scans.Received("01T10:00"));
        var before = timeline.Shipment;
        timeline.Add(Scans.Event("01T12:00 transit"));

        Assert.Single(first.Triggers);
        Assert.Empty(engine.Decide("s1", before, timeline.Shipment, ShipmentAttributes.None, first.Marks, Scans.Received("01T15:59")).Triggers);
        Assert.Single(engine.Decide("s1", before, timeline.Shipment, ShipmentAttributes.None, first.Marks, Scans.Received("01T16:00")).Triggers);
    }

    /// <summary>Feeds a scan at each clock time, and then ticks until nothing is due; gives when what fired, by the hour of its cause.</summary>
    private static string FiredInTime(TriggerRule rule, params string[] scans)
    {
        var (engine, timeline, marks, fired) = (new TriggerEngine([rule]), new ShipmentTimeline(), TriggerMarks.None, new List<string>());
        (Shipment? Before, Instant? Due) last = default;
        void Decide(Instant now)
        {
            var decision = engine.Decide("s1", last.Before, timeline.Shipment, ShipmentAttributes.None, Stored(marks), now);
            (marks, last) = (decision.Marks, (timeline.Shipment, decision.NextDue));
            fired.AddRange(decision.Triggers.Select(trigger => $"{now.InUtc():dd'T'HH}={trigger.Cause!.Time.Local:dd'T'HH}"));
        }
        foreach (var scan in scans)
        {
            var now = Scans.Received(scan[..8]);
            while (last.Due < now) Decide(last.Due!.Value);
            timeline.Add(Scans.Event(scan));
            Decide(now);
        }
        while (last.Due is { } due) Decide(due);
        return string.Join(' ', fired);
    }

    /// <summary>As a store gives them back.</summary>
    private static TriggerMarks Stored(TriggerMarks marks) => System.Text.Json.JsonSerializer.Deserialize<TriggerMarks>(System.Text.Json.JsonSerializer.Serialize(marks))!;

    [Theory]
    [InlineData(Meanwhile.Dropped, "01T10=01T10 01T17=01T17")]
    [InlineData(Meanwhile.Newest, "01T10=01T10 01T16=01T14 01T22=01T17")]
    public void What_comes_while_a_rule_keeps_silent_is_dropped_or_the_newest_of_it_told_later(Meanwhile meanwhile, string fired) =>
        Assert.Equal(fired, FiredInTime(Rule(Scan("transit")) with { Quiet = Duration.FromHours(6), Meanwhile = meanwhile }, "01T10:00 transit", "01T12:00 transit", "01T14:00 transit", "01T17:00 transit"));

    [Theory]
    [InlineData(Meanwhile.Dropped, "01T10=01T10 01T12=01T12 02T11=02T11")]
    [InlineData(Meanwhile.Newest, "01T10=01T10 01T12=01T12 02T10=01T17 02T12=02T11")]
    public void A_rule_fires_so_many_times_a_day_and_no_more(Meanwhile meanwhile, string fired) =>
        Assert.Equal(fired, FiredInTime(Rule(Scan("transit")) with { MostPerDay = 2, Meanwhile = meanwhile }, "01T10:00 transit", "01T12:00 transit", "01T14:00 transit", "01T17:00 transit", "02T11:00 transit"));

    [Fact]
    public void What_no_longer_matters_when_the_silence_is_over_is_not_told() =>
        Assert.Equal("01T10=01T10", FiredInTime(Rule(Scan("transit")) with { Quiet = Duration.FromHours(6), Meanwhile = Meanwhile.Newest }, "01T10:00 transit", "01T12:00 transit", "01T14:00 delivered"));

    [Fact]
    public void Of_several_causes_at_once_a_rule_that_pauses_tells_the_newest_and_none_again()
    {
        var engine = new TriggerEngine([Rule(Scan("transit")) with { Quiet = Duration.FromHours(6) }]);
        var shipment = Scans.Shipment("01T10:00 transit", "01T11:00 transit", "01T12:00 transit");
        var decision = engine.Decide("s1", null, shipment, ShipmentAttributes.None, TriggerMarks.None, Scans.Received("01T13:00"));

        Assert.Equal(2, Assert.Single(decision.Triggers).Cause!.Index);
        Assert.Empty(engine.Decide("s1", null, shipment, ShipmentAttributes.None, decision.Marks, Scans.Received("03T00:00")).Triggers);
    }

    [Fact]
    public void A_phase_or_problem_whose_beginning_comes_in_late_fires_no_second_time()
    {
        Assert.Equal("0:rule", Fired(Rule(new PhaseCause { Phases = [Milestone.OutForDelivery] }), "02T10:00 delivery.out_for_delivery", "02T08:00 delivery.out_for_delivery"));
        Assert.Equal("0:rule", Fired(Rule(new ProblemCause { Types = [EventType.Customs.Held] }), "02T10:00 customs.held", "02T08:00 customs.held"));
        Assert.Equal("0:rule 1:rule", Fired(Rule(new ProblemCause { Conditions = [Condition.Exception] }), "02T10:00 exception.address_problem", "02T08:00 exception.missorted"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_happened_again_before_the_end_is_left_behind_at_the_end(bool isLate)
    {
        string[] scans = ["03T10:00 delivered", "02T10:00 delivery_attempt.failed", "02T20:00 delay"];

        Assert.Equal(isLate ? "1:rule" : "", Fired(Rule(new RepeatCause { Of = RepeatKind.Attempts, Times = 1 }) with { FiresLate = isLate }, scans));
        Assert.Equal(isLate ? "2:rule" : "", Fired(Rule(new SequenceCause { First = [EventType.DeliveryAttempt.Failed], Then = [EventType.Delay.Generic] }) with { FiresLate = isLate }, scans));
    }

    [Fact]
    public void Each_city_seen_again_counts_for_itself() =>
        Assert.Equal("2:rule 3:rule", Fired(Rule(new RepeatCause { Of = RepeatKind.Places }), "01T10:00 transit @Dallas", "02T10:00 transit @Austin", "03T10:00 transit @Dallas", "04T10:00 transit @Austin"));

    [Fact]
    public void A_type_of_the_host_fires_its_rule()
    {
        EventType.Register("acme:weighed_by_host", new() { Definition = "Weighed by the host." });

        Assert.Equal("1:rule", Fired(Rule(Scan("acme:weighed_by_host")), "01T10:00 transit", "02T10:00 acme:weighed_by_host"));
        Assert.Equal("1:rule", Fired(Rule(Scan("acme:unregistered")), "01T10:00 transit", "02T10:00 acme:unregistered"));
        Assert.Equal("0:rule", Fired(Rule(new ScanCause { Except = [EventType.FromCode("acme:weighed_by_host")] }), "01T10:00 transit", "02T10:00 acme:weighed_by_host"));
    }

    [Fact]
    public void Business_days_of_a_wait_are_those_of_the_hosts_calendar()
    {
        // 7 March 2025 is a Friday.
        var shipment = Scans.Shipment("06T10:00+00 pickup_point.ready");
        var rule = Rule(new DeadlineCause { After = DeadlineStart.Phase, Phases = [Milestone.AvailableForPickup], BusinessDays = 2 });
        Instant? Due(BusinessCalendar? calendar) => new TriggerEngine([rule], calendar).Decide("s1", null, shipment, ShipmentAttributes.None, TriggerMarks.None, Scans.Received("06T12:00")).NextDue;

        Assert.Equal(Scans.Received("10T10:00"), Due(null));
        Assert.Equal(Scans.Received("11T10:00"), Due(new([IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday], [new(2025, 3, 10)])));
        Assert.Equal(Scans.Received("08T10:00"), Due(new([IsoDayOfWeek.Sunday])));
    }

    [Fact]
    public void Many_causes_of_one_shipment_fire_once_each()
    {
        var engine = new TriggerEngine([Rule(Scan("transit"))]);
        string[] scans = [.. Enumerable.Range(0, 300).Select(i => $"{1 + (i / 24):00}T{i % 24:00}:00 transit")];
        var timeline = Scans.Timeline(scans);
        var all = engine.Decide("s1", null, timeline.Shipment, ShipmentAttributes.None, TriggerMarks.None, default);
        var before = timeline.Shipment;
        timeline.Add(Scans.Event("20T10:00 transit"));

        Assert.Equal(300, all.Triggers.Select(trigger => trigger.Id).Distinct().Count());
        Assert.Empty(engine.Decide("s1", null, before, ShipmentAttributes.None, all.Marks, default).Triggers);
        Assert.Single(engine.Decide("s1", null, timeline.Shipment, ShipmentAttributes.None, all.Marks, default).Triggers);
        Assert.Single(engine.Decide("s1", before, timeline.Shipment, ShipmentAttributes.None, all.Marks, default).Triggers);
    }

    [Fact]
    public void Two_decisions_from_the_same_marks_do_not_disturb_each_other()
    {
        var engine = new TriggerEngine([Rule(Scan("transit"))]);
        TriggerMarks After(TriggerMarks marks, string scan) => engine.Decide("s1", null, Scans.Shipment(scan), ShipmentAttributes.None, marks, default).Marks;
        bool Fires(TriggerMarks marks, string scan) => engine.Decide("s1", null, Scans.Shipment(scan), ShipmentAttributes.None, marks, default).Triggers.Count == 1;

        var common = After(TriggerMarks.None, "01T10:00 transit");
        var (one, other) = (After(common, "02T10:00 transit"), After(common, "03T10:00 transit"));

        Assert.True(Fires(one, "03T10:00 transit") && Fires(other, "02T10:00 transit") && Fires(common, "02T10:00 transit"));
        Assert.False(Fires(one, "02T10:00 transit") || Fires(other, "03T10:00 transit") || Fires(one, "01T10:00 transit"));
    }

    [Fact]
    public void Once_per_type_is_once_for_each() =>
        Assert.Equal("0:rule 1:rule", Fired(Rule(Scan("transit")) with { OncePer = OncePer.Type }, "01T10:00 transit", "02T10:00 transit.loaded", "03T10:00 transit.loaded"));

    [Fact]
    public void A_wait_of_a_clock_time_that_has_passed_ends_the_next_day()
    {
        var engine = new TriggerEngine([Rule(new DeadlineCause { After = DeadlineStart.Phase, Phases = [Milestone.OutForDelivery], At = new LocalTime(22, 0) })]);
        Instant? Due(string scan) => engine.Decide("s1", null, Scans.Shipment(scan), ShipmentAttributes.None, TriggerMarks.None, Scans.Received("03T00:00")).NextDue;

        Assert.Equal(Scans.Received("03T22:00"), Due("03T08:00+00 delivery.out_for_delivery"));
        Assert.Equal(Scans.Received("04T22:00"), Due("03T23:00+00 delivery.out_for_delivery"));
    }

    [Theory]
    [InlineData("05T00:00", false)]
    [InlineData("06T00:00", true)]
    [InlineData("06T12:00", true)]
    [InlineData("06T12:01", false)]
    public void A_wait_before_a_day_is_counted_from_its_midnight_and_fires_only_for_a_while(string now, bool fires)
    {
        var timeline = new ShipmentTimeline();
        timeline.Add(new ShipmentReport(new() { Estimates = [new(EstimateKind.Estimated, Scans.Time("07"), default)] }, [Scans.Event("03T10:00+00 transit")]));
        var engine = new TriggerEngine([Rule(new DeadlineCause { After = DeadlineStart.Estimate, Wait = Duration.FromDays(-1), Within = Duration.FromHours(12) })]);

        Assert.Equal(fires, engine.Decide("s1", null, timeline.Shipment, ShipmentAttributes.None, TriggerMarks.None, Scans.Received(now)).Triggers.Count == 1);
    }

    [Theory]
    [InlineData("delivered.neighbor", true)]
    [InlineData("delivered to:neighbor", true)]
    [InlineData("delivered.neighbor to:household", false)]
    [InlineData("delivered", false)]
    public void To_whom_is_told_by_the_scan_or_else_by_its_type(string scan, bool fires) =>
        Assert.Equal(fires ? "0:rule" : "", Fired(Rule(Scan("delivered")) with { Conditions = new() { DeliveredTo = [DeliveredTo.Neighbor] } }, "01T10:00 " + scan));

    [Fact]
    public void Silence_is_silence_after_an_unmapped_scan_too()
    {
        var engine = new TriggerEngine([Rule(new DeadlineCause { After = DeadlineStart.LastScan, Wait = Duration.FromDays(3) })]);

        Assert.Single(engine.Decide("s1", null, Scans.Shipment("01T10:00+00 transit", "02T10:00+00 tracking.unmapped"), ShipmentAttributes.None, TriggerMarks.None, Scans.Received("05T10:00")).Triggers);
    }

    [Fact]
    public void Problems_that_are_open_are_a_condition()
    {
        var rule = Rule(Scan("tracking.note")) with { Conditions = new() { Problems = [EventType.Delay.Generic] } };

        Assert.Equal("1:rule", Fired(rule, "01T10:00 delay.weather", "02T10:00 tracking.note", "03T10:00 delivery.out_for_delivery", "04T10:00 tracking.note"));
    }

    [Fact]
    public void A_decision_that_begins_within_another_or_fails_leaves_it_as_it_is()
    {
        var engine = new TriggerEngine([Rule(Scan("customs.held")), Rule(Scan("transit")) with { Name = "acme:other" }]);
        var (held, moving) = (Scans.Shipment("01T10:00 transit", "02T10:00 customs.held"), Scans.Shipment("03T10:00 transit", "04T10:00 transit", "05T10:00 transit"));
        var expected = Text(held, "s1");
        var within = "";

        Assert.Equal(expected, Text(held with { History = new Scripted(held.History, () => within = Text(moving, "s2")) }, "s1"));
        Assert.Equal(Text(moving, "s2"), within);
        Assert.Throws<NotSupportedException>(() => Text(moving with { History = new Scripted(moving.History, () => throw new NotSupportedException()) }, "s2"));
        Assert.Equal(expected, Text(held, "s1"));

        string Text(Shipment shipment, string key) => string.Join(' ', engine.Decide(key, null, shipment, ShipmentAttributes.None, TriggerMarks.None, Scans.Received("31T00:00"))
            .Triggers.Select(trigger => $"{trigger.ShipmentKey}:{trigger.Name}:{trigger.Cause?.Index}:{trigger.Id}"));
    }

    /// <summary>A history that does something when it is read.</summary>
    private sealed class Scripted(IReadOnlyList<ShipmentScan> scans, Action onRead) : IReadOnlyList<ShipmentScan>
    {
        public int Count => scans.Count;

        public ShipmentScan this[int index] => scans[index];

        public IEnumerator<ShipmentScan> GetEnumerator()
        {
            onRead();
            return scans.GetEnumerator();
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
