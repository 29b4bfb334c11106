using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime;
using PostPurchase.Normalization.Linting;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Tests.Support;
using PostPurchase.Normalization.Tests.Triggers;
using PostPurchase.Normalization.Tests.Triggers.Catalogue;
using PostPurchase.Normalization.Triggers.Rules;
using PostPurchase.Normalization.Triggers.Rules.Reading;
using Xunit;

namespace PostPurchase.Normalization.Tests.Linting;

/// <summary>One planted fault at a time: it is found, called by its kind, and located to the line.</summary>
public sealed partial class RuleLinterTests
{
    /// <summary>What rules say that have no fault, though they come near to one.</summary>
    public static TheoryData<string, string> Sound() => new()
    {
        { """ "scan": ["transit"], "except": ["transit.facility_arrived"] """, "" },
        { """ "scan": [], "flags": ["after_delivery"] """, """ "if": { "phases": ["delivered"] } """ },
        { """ "scan": ["claim.opened"] """, """ "if": { "phases": ["delivered"] } """ },
        { """ "scan": ["delivered"] """, """ "if": { "deliveredTo": ["neighbor"], "severity": "notice" } """ },
        { """ "phase": ["delivered"] """, """ "if": { "phases": ["delivered", "returned"], "reached": ["out_for_delivery"], "notReached": ["attempt_failed"] } """ },
        { """ "phase": ["delivered"], "from": ["delivered", "in_transit"] """, "" },
        { """ "phase": ["out_for_delivery"] """, """ "if": { "phases": ["in_transit"], "pieces": true } """ },
        { """ "phase": ["delivered"] """, """ "if": { "phases": ["returned"] }, "late": true """ },
        { """ "problem": ["customs.held"], "conditions": ["held"] """, """ "if": { "conditions": ["held", "exception"] } """ },
        { """ "problem": ["customs.held"], "cleared": true """, """ "if": { "conditions": ["on_track"] } """ },
        { """ "estimate": "moved", "days": 1 """, """ "quiet": "PT6H" """ },
        { """ "after": "estimate" """, """ "if": { "phases": ["in_transit"] } """ },
        { """ "after": "attribute", "attribute": "dispatch_by" """, """ "if": { "attributes": { "gift": { "is": true }, "dispatch_by": {} } } """ },
        { """ "after": "last_scan", "businessDays": 1, "wait": "-PT1H" """, "" },
        { """ "after": "last_scan", "at": "18:00" """, "" },
        { """ "after": "phase", "phases": ["delivered"], "wait": "P7D" """, """ "if": { "phases": ["delivered"] } """ },
        { """ "after": "scan", "types": ["pickup.scheduled"], "until": ["pickup.completed"], "wait": "P1D" """, "" },
        { """ "repeat": "attempts", "times": 2 """, """ "if": { "leastAttempts": 2, "mostAttempts": 2 } """ },
        { """ "firstTypes": ["delivered"], "then": ["transit"], "without": ["delivered.neighbor"] """, "" },
        { """ "pieces": "partly_delivered" """, """ "if": { "pieces": false, "phases": ["in_transit"] } """ },
        { """ "pieces": "in_trouble" """, """ "once": "piece" """ },
        { """ "scan": [] """, """ "if": { "attributes": { "value": { "atLeast": 5, "atMost": 5 }, "tier": { "oneOf": ["gold"] }, "gift": { "absent": true } } } """ },
        { """ "scan": [] """, """ "if": { "problems": ["customs.held"], "conditions": ["held", "exception"], "countries": ["FR", "GB", "XK"], "carriers": ["ups", "UPS"] }, "silences": ["delivered"] """ },
    };

    /// <summary>The cause, what else the rule says, the member at fault, and what is said of it.</summary>
    public static TheoryData<string, string, string, RuleFaultKind, string> Faults() => new()
    {
        // What cannot be read
        { """ "scan": [], "colour": 1 """, "", "colour", RuleFaultKind.BadMember, "\"on\" has no member \"colour\"" },
        { """ "scan": "transit" """, "", "scan", RuleFaultKind.BadMember, "\"scan\" is to be a list" },
        { """ "scan": [7] """, "", "scan", RuleFaultKind.BadMember, "\"scan\" is to be a text" },
        { """ "scan": ["no.such_type"] """, "", "scan", RuleFaultKind.UnknownType, "there is no event type 'no.such_type'" },
        { """ "scan": [], "phase": ["delivered"] """, "", "on", RuleFaultKind.BadMember, "exactly one of scan" },
        { """ "types": [] """, "", "on", RuleFaultKind.BadMember, "exactly one of scan" },
        { """ "scan": [], "scan": ["delivered"] """, "", "scan", RuleFaultKind.Duplicate, "\"scan\" stands twice" },
        { """ "phase": ["home"] """, "", "phase", RuleFaultKind.BadMember, "'home', not one of none, pending" },
        { """ "repeat": "attempts", "times": 1.5 """, "", "times", RuleFaultKind.BadMember, "\"times\" is to be a whole number" },
        { """ "after": "last_scan", "wait": "3 days" """, "", "wait", RuleFaultKind.BadMember, "'3 days', not a length" },
        { """ "after": "estimate", "at": "25:00" """, "", "at", RuleFaultKind.BadMember, "'25:00', not a time" },
        { """ "scan": [] """, """ "quiet": "-PT1H" """, "quiet", RuleFaultKind.BadMember, "not a length" },
        { """ "scan": [] """, """ "mostPerDay": -1 """, "mostPerDay", RuleFaultKind.BadMember, "number of times" },
        { """ "scan": [] """, """ "late": "yes" """, "late", RuleFaultKind.BadMember, "\"late\" is to be true or false" },
        { """ "scan": [] """, """ "if": [] """, "if", RuleFaultKind.BadMember, "\"if\" is to be an object" },
        { """ "scan": [] """, """ "if": { "attributes": { "value": { "moreThan": "500" } } } """, "moreThan", RuleFaultKind.BadMember, "\"moreThan\" is to be a number" },
        { """ "scan": [] """, """ "if": { "attributes": { "value": 500 } } """, "value", RuleFaultKind.BadMember, "\"value\" is to be an object" },

        // What there is not
        { """ "scan": [] """, """ "silences": ["no_such"] """, "silences", RuleFaultKind.UnknownReference, "silences 'no_such', which no trigger is called" },
        { """ "scan": [] """, """ "silences": ["acme:rule"] """, "silences", RuleFaultKind.NeverFires, "it silences itself" },
        { """ "scan": [] """, """ "if": { "carriers": ["no-such"] } """, "carriers", RuleFaultKind.UnknownReference, "there is no carrier 'no-such'" },
        { """ "scan": [] """, """ "if": { "countries": ["XX"] } """, "countries", RuleFaultKind.UnknownReference, "'XX' is no ISO 3166-1" },
        { """ "scan": [] """, """ "if": { "countries": ["UK"] } """, "countries", RuleFaultKind.UnknownReference, "GB is" },
        { """ "scan": [] """, """ "if": { "destinations": ["fr"] } """, "destinations", RuleFaultKind.UnknownReference, "FR is" },
        { """ "problem": [], "pitfalls": ["boredom"] """, "", "pitfalls", RuleFaultKind.UnknownReference, "no kind of trouble 'boredom'" },

        // Members of another cause
        { """ "scan": [], "days": 3 """, "", "days", RuleFaultKind.NoEffect, "\"days\" belongs to a cause of \"estimate\"" },
        { """ "repeat": "attempts", "within": "P1D" """, "", "within", RuleFaultKind.NoEffect, "\"within\" belongs to a cause of \"after\" or \"then\"" },
        { """ "after": "last_scan", "wait": "P1D", "types": ["transit"] """, "", "types", RuleFaultKind.NoEffect, "\"types\" belongs to \"after\"" },
        { """ "after": "phase", "wait": "P1D", "until": ["transit"] """, "", "until", RuleFaultKind.NoEffect, "\"until\" belongs to \"after\": \"scan\"" },
        { """ "after": "phase", "wait": "P1D", "attribute": "due" """, "", "attribute", RuleFaultKind.NoEffect, "\"attribute\" belongs to" },
        { """ "repeat": "attempts", "types": ["transit"] """, "", "types", RuleFaultKind.NoEffect, "\"types\" belongs to \"repeat\": \"scans\"" },

        // Scans
        { """ "scan": ["transit.facility_arrived"], "except": ["transit"] """, "", "except", RuleFaultKind.NeverFires, "leaves nothing of the types" },
        { """ "scan": ["transit.facility_arrived", "delivered"], "except": ["transit"] """, "", "scan", RuleFaultKind.NoEffect, "leaves nothing of 'transit.facility_arrived'" },
        { """ "scan": ["transit"], "except": ["delivered"] """, "", "except", RuleFaultKind.NoEffect, "'delivered' is none of the types" },
        { """ "scan": ["transit"], "first": true """, "", "scan", RuleFaultKind.NoEffect, "its types make no difference" },
        { """ "scan": [], "first": true, "flags": ["late"] """, "", "flags", RuleFaultKind.NoEffect, "\"flags\" make no difference" },
        { """ "scan": ["delivered.to_recipient"] """, """ "if": { "severity": "critical" } """, "severity", RuleFaultKind.NeverFires, "no scan of these types is critical or more" },

        // Phases
        { """ "phase": [] """, "", "phase", RuleFaultKind.NeverFires, "names no phase" },
        { """ "phase": ["delivered"], "from": ["delivered"] """, "", "from", RuleFaultKind.NeverFires, "no phase is entered from itself" },
        { """ "phase": ["delivered"] """, """ "if": { "notReached": ["delivered"] } """, "notReached", RuleFaultKind.NeverFires, "has reached the phase that it enters" },
        { """ "phase": ["delivered"] """, """ "if": { "phases": ["in_transit"] } """, "phases", RuleFaultKind.NeverFires, "in none of these; \"from\" asks for the phase before" },
        { """ "phase": ["delivered"] """, """ "if": { "phases": ["in_transit"], "pieces": true } """, "phases", RuleFaultKind.NeverFires, "in none of these" },
        { """ "phase": ["out_for_delivery"] """, """ "if": { "phases": ["in_transit"] } """, "phases", RuleFaultKind.BadMember, "only where pieces are apart" },
        { """ "scan": [] """, """ "if": { "reached": ["delivered"], "notReached": ["delivered", "returned"] } """, "notReached", RuleFaultKind.NeverFires, "it has not \"notReached\"" },
        { """ "scan": [] """, """ "if": { "phases": ["delivered"], "notReached": ["delivered"] } """, "notReached", RuleFaultKind.NeverFires, "the phase that it is in" },

        // Problems
        { """ "problem": ["transit.facility_arrived"] """, "", "problem", RuleFaultKind.NeverFires, "is no problem" },
        { """ "problem": ["transit.facility_arrived", "customs.held"] """, "", "problem", RuleFaultKind.NoEffect, "is no problem" },
        { """ "problem": ["delay"], "conditions": ["held"] """, "", "conditions", RuleFaultKind.NeverFires, "of these types and conditions" },
        { """ "problem": [], "conditions": ["on_track"] """, "", "conditions", RuleFaultKind.NeverFires, "of these conditions" },
        { """ "problem": ["delay"], "pitfalls": ["damaged"] """, "", "pitfalls", RuleFaultKind.NeverFires, "of these types and pitfalls" },
        { """ "problem": ["customs.held"] """, """ "if": { "conditions": ["on_track"] } """, "conditions", RuleFaultKind.NeverFires, "while a problem is open" },
        { """ "after": "problem", "types": ["transit.facility_arrived"], "wait": "P1D" """, "", "types", RuleFaultKind.NeverFires, "is no problem" },
        { """ "after": "problem", "wait": "P1D" """, """ "if": { "conditions": ["on_track"] } """, "conditions", RuleFaultKind.NeverFires, "while a problem is open" },
        { """ "scan": [] """, """ "if": { "problems": ["transit.facility_arrived"] } """, "problems", RuleFaultKind.NeverFires, "is no problem" },
        { """ "scan": [] """, """ "if": { "problems": ["customs.held"], "conditions": ["on_track", "delayed"] } """, "conditions", RuleFaultKind.NeverFires, "things stand worse" },

        // Estimates
        { """ "estimate": "first", "days": 2 """, "", "days", RuleFaultKind.NoEffect, "\"first\" asks for no days" },
        { """ "estimate": "later", "days": -2 """, "", "days", RuleFaultKind.BadMember, "less than none" },
        { """ "estimate": "delivered_late" """, """ "if": { "notReached": ["delivered"] } """, "notReached", RuleFaultKind.NeverFires, "it has been delivered" },
        { """ "estimate": "later" """, """ "if": { "phases": ["delivered"] } """, "phases", RuleFaultKind.NeverFires, "after the end are left behind" },
        { """ "estimate": "later" """, """ "if": { "severity": "warning" } """, "severity", RuleFaultKind.NoEffect, "has no scan" },
        { """ "estimate": "later" """, """ "if": { "deliveredTo": ["neighbor"] } """, "deliveredTo", RuleFaultKind.NeverFires, "has no scan" },
        { """ "estimate": "later" """, """ "if": { "finalAttempt": true } """, "finalAttempt", RuleFaultKind.NeverFires, "has no scan" },
        { """ "estimate": "later" """, """ "match": "code" """, "match", RuleFaultKind.NoEffect, "\"match\" makes no difference" },
        { """ "estimate": "later" """, """ "once": "type" """, "once", RuleFaultKind.NoEffect, "is once for a shipment" },

        // Waits
        { """ "after": "last_scan" """, "", "on", RuleFaultKind.NoEffect, "it waits for nothing" },
        { """ "after": "problem", "wait": "-P1D" """, "", "wait", RuleFaultKind.NoEffect, "it waits for nothing" },
        { """ "after": "last_scan", "wait": "P1D" """, """ "confidence": "high" """, "confidence", RuleFaultKind.NoEffect, "\"confidence\" makes no difference" },
        { """ "after": "estimate", "within": "PT0S" """, "", "within", RuleFaultKind.BadMember, "leaves no time in which" },
        { """ "after": "last_scan", "businessDays": -1 """, "", "businessDays", RuleFaultKind.BadMember, "less than none" },
        { """ "after": "attribute" """, "", "on", RuleFaultKind.MissingMember, "\"attribute\" is missing" },
        { """ "after": "attribute", "attribute": "due" """, """ "if": { "attributes": { "due": { "moreThan": 3 } } } """, "due", RuleFaultKind.NeverFires, "'due' is the moment" },
        { """ "after": "scan", "wait": "P1D" """, "", "after", RuleFaultKind.MissingMember, "\"types\" is missing" },
        { """ "after": "scan", "types": ["transit"], "until": ["transit.facility_arrived"], "wait": "P1D" """, "", "until", RuleFaultKind.NoEffect, "begins the wait anew" },
        { """ "after": "last_scan", "wait": "P1D", "phases": ["in_transit"] """, """ "if": { "phases": ["delivered"] } """, "phases", RuleFaultKind.NeverFires, "waits in none of these phases" },
        { """ "after": "last_scan", "wait": "P1D" """, """ "if": { "phases": ["delivered"] } """, "phases", RuleFaultKind.NeverFires, "an end ends the wait" },
        { """ "after": "last_scan", "wait": "P1D", "phases": ["in_transit"] """, """ "if": { "notReached": ["in_transit"] } """, "notReached", RuleFaultKind.NeverFires, "phases in which it waits" },
        { """ "after": "last_scan", "wait": "P1D" """, """ "late": true """, "late", RuleFaultKind.NoEffect, "\"late\" makes no difference" },

        // Repeats, sequences, pieces
        { """ "repeat": "scans" """, "", "on", RuleFaultKind.MissingMember, "\"types\" is missing" },
        { """ "repeat": "attempts", "times": 0 """, "", "times", RuleFaultKind.BadMember, "less than once" },
        { """ "repeat": "attempts", "times": 3 """, """ "if": { "mostAttempts": 2 } """, "mostAttempts", RuleFaultKind.NeverFires, "3 attempts and for 2 at most" },
        { """ "repeat": "returns" """, """ "if": { "notReached": ["returning"] } """, "notReached", RuleFaultKind.NeverFires, "on its way back" },
        { """ "then": ["transit"] """, "", "on", RuleFaultKind.MissingMember, "\"firstTypes\" is missing" },
        { """ "firstTypes": ["delivered"], "then": [] """, "", "then", RuleFaultKind.MissingMember, "\"then\" names no type" },
        { """ "firstTypes": ["delivered.neighbor"], "then": ["transit"], "without": ["delivered"] """, "", "without", RuleFaultKind.NeverFires, "leaves nothing of the types" },
        { """ "firstTypes": ["delivered"], "then": ["transit"], "within": "PT0S" """, "", "within", RuleFaultKind.BadMember, "leaves no time between" },
        { """ "pieces": "all_delivered" """, """ "if": { "pieces": false } """, "pieces", RuleFaultKind.NeverFires, "only where there are several" },
        { """ "pieces": "all_delivered" """, """ "if": { "phases": ["in_transit"] } """, "phases", RuleFaultKind.NeverFires, "in none of these phases" },
        { """ "pieces": "partly_delivered" """, """ "if": { "phases": ["delivered"] } """, "phases", RuleFaultKind.NeverFires, "in none of these phases" },

        // Conditions by themselves
        { """ "scan": [] """, """ "if": { "leastAttempts": 3, "mostAttempts": 2 } """, "leastAttempts", RuleFaultKind.NeverFires, "3 attempts at least and 2 at most" },
        { """ "scan": [] """, """ "if": { "mostAttempts": -1 } """, "mostAttempts", RuleFaultKind.NeverFires, "less attempts than none" },
        { """ "scan": [] """, """ "if": { "attributes": { "value": { "moreThan": 5, "lessThan": 5 } } } """, "value", RuleFaultKind.NeverFires, "no number passes" },
        { """ "scan": [] """, """ "if": { "attributes": { "value": { "atLeast": 6, "atMost": 5 } } } """, "value", RuleFaultKind.NeverFires, "no number passes" },
        { """ "scan": [] """, """ "if": { "attributes": { "value": { "atLeast": 6, "is": true } } } """, "value", RuleFaultKind.NeverFires, "never two of them" },
        { """ "scan": [] """, """ "if": { "attributes": { "value": { "absent": true, "oneOf": ["a"] } } } """, "value", RuleFaultKind.NoEffect, "no other test" },

        // What the rule says besides
        { """ "scan": [] """, """ "once": "shipment", "quiet": "PT1H" """, "quiet", RuleFaultKind.NoEffect, "\"quiet\" makes no difference" },
        { """ "scan": [] """, """ "once": "shipment", "mostPerDay": 3 """, "mostPerDay", RuleFaultKind.NoEffect, "\"mostPerDay\" makes no difference" },
        { """ "scan": [] """, """ "quiet": "PT6H", "mostPerDay": 4 """, "mostPerDay", RuleFaultKind.NoEffect, "no more often" },
        { """ "scan": [] """, """ "meanwhile": "newest" """, "meanwhile", RuleFaultKind.NoEffect, "never keeps silent" },
        { """ "scan": [] """, """ "anyOrder": true, "quiet": "PT1H" """, "anyOrder", RuleFaultKind.BadMember, "depends on the order" },
        { """ "scan": [] """, """ "silences": ["delivery_settled"] """, "silences", RuleFaultKind.BadMember, "the same in any order only if" },
    };

    [Theory, MemberData(nameof(Sound))]
    public void What_may_be_meant_is_no_fault(string on, string more) => Assert.Equal("", string.Join('\n', Lint(File(on, more))));

    [Theory, MemberData(nameof(Faults))]
    public void A_planted_fault_is_found_and_located(string on, string more, string member, RuleFaultKind kind, string message)
    {
        var text = File(on, more);
        var line = LineOf(text, $"\"{member}\":", last: kind == RuleFaultKind.Duplicate || more.Contains($"\"{member}\":", StringComparison.Ordinal));

        var faults = Lint(text);

        Assert.True(faults.Any(fault => fault.Line == line && fault.Kind == kind && fault.Message.Contains(message, StringComparison.Ordinal)), $"expected ({line}) {kind} {message}; found:\n" + string.Join('\n', faults.Select(fault => $"{fault} {fault.Kind}")) + $"\n{text}");
    }

    [Theory, MemberData(nameof(Faults))]
    public void Nothing_else_is_told_of_it(string on, string more, string member, RuleFaultKind kind, string message)
    {
        var faults = Lint(File(on, more));

        Assert.True(faults.Count == 1, $"'{member}' is one fault, {kind}: {message}; found:\n" + string.Join('\n', faults));
    }

    [Fact]
    public void The_built_in_rules_have_no_fault()
    {
        var report = RuleLinter.LintFolder(CatalogueFiles.Folder, new() { Beside = [] });

        Assert.True(report.Faults.Count == 0, string.Join('\n', report.Faults));
        Assert.Equal((CatalogueFiles.RuleFiles.Count(), CatalogueFiles.Rules.Count), (report.Files, report.Rules));
    }

    [Fact]
    public void The_examples_of_the_page_have_no_fault()
    {
        using var folder = new TemporaryFolder();
        var files = RulePageTests.Examples().Select((example, index) => folder.Write($"{index}.json", example.Data)).ToList();

        Assert.Equal("", string.Join('\n', RuleLinter.LintFiles(files).Faults));
    }

    [Fact]
    public void All_faults_of_a_file_are_told_at_once()
    {
        var faults = Lint("""
            {
              "group": "hosts",
              "rules": [
                { "name": "acme:a", "on": { "scan": ["no.such", "transit"] } },
                7,
                { "fires": "x", "on": { "scan": ["no.such"] } },
                { "name": "acme:b", "fires": "x" },
                { "name": "acme:c", "fires": " ", "on": { "after": "last_scan", "wait": 3, "at": "x" } },
                { "name": "Acme", "fires": "x", "on": { "scan": [] } },
                { "name": "acme", "fires": "x", "on": { "scan": [] } },
                { "name": "acme:", "fires": "x", "on": { "scan": [] } },
              ],
            }
            """);

        Assert.Equal(
            [
                (2, RuleFaultKind.BadMember), (4, RuleFaultKind.MissingMember), (4, RuleFaultKind.UnknownType), (5, RuleFaultKind.BadMember),
                (6, RuleFaultKind.MissingMember), (6, RuleFaultKind.UnknownType), (7, RuleFaultKind.MissingMember),
                (8, RuleFaultKind.BadMember), (8, RuleFaultKind.MissingMember), (8, RuleFaultKind.BadMember),
                (9, RuleFaultKind.BadMember), (10, RuleFaultKind.BadMember), (11, RuleFaultKind.BadMember),
            ],
            faults.Select(fault => (fault.Line, fault.Kind)));
    }

    [Theory]
    [InlineData("{ not json", 1, RuleFaultKind.NotJson)]
    [InlineData("{\n  \"rules\": [\n    { \"name\": \"acme:a\" \"fires\": 1 }\n  ]\n}", 3, RuleFaultKind.NotJson)]
    [InlineData("", 1, RuleFaultKind.NotJson)]
    [InlineData("// nothing", 1, RuleFaultKind.NotJson)]
    [InlineData("{ \"rules\": [] } {}", 1, RuleFaultKind.NotJson)]
    [InlineData("[]", 1, RuleFaultKind.BadMember)]
    [InlineData("7", 1, RuleFaultKind.BadMember)]
    [InlineData("null", 1, RuleFaultKind.BadMember)]
    [InlineData("{}", 1, RuleFaultKind.MissingMember)]
    [InlineData("{ \"rules\": 1 }", 1, RuleFaultKind.BadMember)]
    public void What_is_no_file_of_rules_is_told(string text, int line, RuleFaultKind kind)
    {
        var fault = Assert.Single(Lint(text));

        Assert.Equal((line, kind), (fault.Line, fault.Kind));
    }

    [Fact]
    public void Names_are_held_against_other_files_and_the_rules_in_force()
    {
        using var folder = new TemporaryFolder();
        const string Rule = """{ "fires": "x", "on": { "scan": [] }, "name": """;
        folder.Write("a.json", $$"""{ "rules": [ {{Rule}} "acme:a" } ] }""");
        folder.Write("b.json", $"{{ \"rules\": [\n {Rule} \"acme:a\" }},\n {Rule} \"delivered\" }},\n {Rule} \"acme:own\" }}\n ] }}");

        var own = TestRules.Rule("acme:own", new ScanCause());
        var faults = RuleLinter.LintFolder(folder.Path, new() { Beside = [.. CatalogueFiles.Rules, own] }).Faults;

        Assert.Equal([(2, RuleFaultKind.Duplicate), (3, RuleFaultKind.Duplicate), (4, RuleFaultKind.Duplicate)], faults.Select(fault => (fault.Line, fault.Kind)));
        Assert.All(faults, fault => Assert.EndsWith("b.json", fault.File, StringComparison.Ordinal));
        Assert.Contains("a.json(1)", faults[0].Message, StringComparison.Ordinal);
        Assert.Equal(2, RuleLinter.LintFolder(folder.Path, new() { Beside = [own] }).Faults.Count);
    }

    [Fact]
    public void Rings_of_silence_are_told_once()
    {
        TriggerRule Silencing(string name, params string[] silenced) => Named(name).When(On.Scan()).Silencing(silenced);
        var faults = RuleLinter.Lint([Silencing("acme:a", "acme:b"), Silencing("acme:b", "acme:c"), Silencing("acme:c", "acme:a", "acme:d"), Silencing("acme:d", "delivered"), Silencing("acme:e", "acme:f"), Silencing("acme:f", "acme:e")]).Faults;

        Assert.Equal(2, faults.Count);
        Assert.All(faults, fault => Assert.Equal(RuleFaultKind.Cycle, fault.Kind));
        Assert.EndsWith("acme:a > acme:b > acme:c > acme:a", faults[0].Message, StringComparison.Ordinal);
        Assert.EndsWith("acme:e > acme:f > acme:e", faults[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_json_makes_no_name_unknown()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.json", "{ \"rules\": [ oops");
        folder.Write("b.json", File(""" "scan": [] """, """ "silences": ["acme:in_a"] """));

        Assert.Equal(RuleFaultKind.NotJson, Assert.Single(RuleLinter.LintFolder(folder.Path).Faults).Kind);
    }

    [Fact]
    public void Rules_made_in_code_are_checked_too()
    {
        var report = RuleLinter.Lint(
        [
            TestRules.Rule("acme:says_nothing", new ScanCause()),
            Named("acme:unknown_type").When(On.Scan(EventType.FromCode("no.such"))),
            Named("Acme").When(On.Scan()),
            Named("acme:never").When(After.Estimate.NoLaterThan(Duration.FromHours(-1))),
            .. HostRules.All,
        ]);

        Assert.Equal(
            ["acme:says_nothing: it does not say in a sentence when it fires", "acme:unknown_type: there is no event type 'no.such'", "Acme: a name is lower-case", "acme:never: \"within\" leaves no time in which"],
            report.Faults.Select((fault, index) => fault.ToString()[..Math.Min(fault.ToString().Length, (int[])[62, 51, 26, 44] is var lengths ? lengths[index] : 0)]));
        Assert.Equal((0, 8), (report.Files, report.Rules));
    }

    [Fact]
    public void Carriers_that_no_map_has_may_be_named()
    {
        var text = File(""" "scan": [] """, """ "if": { "carriers": ["our-van"] } """);

        Assert.Single(Lint(text));
        Assert.Empty(Lint(text, new() { Carriers = ["our-van"] }));
        Assert.Empty(Lint(text, new() { Maps = Normalization.Maps.MapLibrary.BuiltIn.WithMap("""{ "id": "our-van" }""") }));
        Assert.Contains("'ups', which is what events say", Assert.Single(Lint(text, new() { Maps = Normalization.Maps.MapLibrary.BuiltIn.WithMap("""{ "id": "ups", "aliases": ["our-van"] }""") })).Message, StringComparison.Ordinal);
    }

    /// <summary>The schema says of each member of a cause to which kind it belongs.</summary>
    [Fact]
    public void Members_of_a_cause_belong_where_the_schema_says()
    {
        var schema = JsonDocument.Parse(System.IO.File.ReadAllText(Repository.PathOf("src", "PostPurchase.Normalization", "Triggers", "Rules", "rules.schema.json"))).RootElement;
        var kinds = RuleMaker.Kinds;
        foreach (var member in schema.GetProperty("$defs").GetProperty("cause").GetProperty("properties").EnumerateObject().Where(member => !kinds.Contains(member.Name)))
        {
            var description = member.Value.GetProperty("description").GetString()!;
            var where = Owners.Matches(description).SelectMany(match => match.Groups["kinds"].Value.Split([", ", " and "], StringSplitOptions.None)).Select(words => words.Split(' ')[0]).ToList();
            foreach (var kind in kinds)
            {
                var value = member.Value.TryGetProperty("type", out var type) ? type.GetString() switch { "array" => "[]", "boolean" => "true", "integer" => "1", _ => "\"PT1H\"" } : "\"PT1H\"";
                var cause = kind switch { "estimate" => "\"later\"", "after" => "\"scan\"", "repeat" => "\"scans\"", "pieces" => "\"in_trouble\"", _ => "[]" };
                var isStray = Lint(File($"\"{kind}\": {cause}, \"{member.Name}\": {value}", "")).Any(fault => fault.Message.Contains($"\"{member.Name}\" belongs to a cause of", StringComparison.Ordinal));
                Assert.True(isStray != where.Contains(kind), $"{member.Name} with {kind}: {description}");
            }
        }
    }

    private static NamedRule Named(string name) => Rule.Named(name, "Now");

    /// <summary>A rule with each member on a line of its own, also those of its cause and its conditions.</summary>
    private static string File(string on, string more) => $$"""
        {
          "rules": [
            { "name": "acme:rule",
              "fires": "Now",
              "on": { {{Lines(on)}} }{{(more.Trim().Length > 0 ? "," : "")}}
              {{Lines(more)}}
            }
          ]
        }
        """;

    private static string Lines(string members) => members.Trim().Replace(", \"", ",\n\"", StringComparison.Ordinal).Replace("{ \"", "{\n\"", StringComparison.Ordinal);

    private static int LineOf(string text, string part, bool last) => text.AsSpan(0, last ? text.LastIndexOf(part, StringComparison.Ordinal) : text.IndexOf(part, StringComparison.Ordinal)).Count('\n') + 1;

    private static IReadOnlyList<RuleFault> Lint(string text, RuleLintOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        return RuleLinter.LintFiles([folder.Write("our.json", text)], options).Faults;
    }

    [GeneratedRegex("Of (?<kinds>[^:.]+):", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Owners { get; }
}
