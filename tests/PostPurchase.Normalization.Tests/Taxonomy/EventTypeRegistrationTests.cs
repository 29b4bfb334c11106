using PostPurchase.Normalization.Taxonomy;
using Xunit;

namespace PostPurchase.Normalization.Tests.Taxonomy;

public sealed class EventTypeRegistrationTests
{
    private static readonly EventTypeDefinition QualityCheck = new()
    {
        Definition = "The parcel passes a quality check.",
        Parent = EventType.Transit.FacilityProcessed,
        Milestone = Milestone.InTransit,
        Severity = Severity.Notice,
        Pitfall = "acme_quality",
    };

    [Fact]
    public void A_registered_type_is_known_and_keeps_what_was_said()
    {
        var open = EventType.FromCode("test-host:quality.checked");
        var type = EventType.Register("test-host:quality.checked", QualityCheck);

        Assert.True(type.IsKnown);
        Assert.Equal(0, type.Number);
        Assert.Equal("test-host:quality", type.Group);
        Assert.Equal(Milestone.InTransit, type.Milestone);
        Assert.Equal(Severity.Notice, type.Severity);
        Assert.Equal("acme_quality", type.Pitfall);
        Assert.Equal(QualityCheck.Definition, type.Definition);
        Assert.Equal(EventType.Transit.FacilityProcessed, type.Parent);
        Assert.True(type.Is(EventType.Transit.Generic));
        Assert.True(EventType.FromCode(type.Code).IsKnown);
        Assert.True(EventType.TryFind("test-host:quality.checked"u8, out var found) && found == type);
        Assert.Equal(open, type);
        Assert.DoesNotContain(type, EventType.All);
    }

    [Fact]
    public void Registering_again_changes_nothing_unless_it_conflicts()
    {
        var type = EventType.Register("test-host:again", QualityCheck);
        Assert.Equal(type, EventType.Register("test-host:again", QualityCheck with { }));
        Assert.Throws<InvalidOperationException>(() => EventType.Register("test-host:again", QualityCheck with { Severity = Severity.Critical }));
        Assert.Equal(Severity.Notice, EventType.FromCode("test-host:again").Severity);
    }

    [Theory]
    [InlineData("")]
    [InlineData("delivered")]
    [InlineData("delivered.to_recipient")]
    [InlineData("acme")]
    [InlineData("acme:")]
    [InlineData(":check")]
    [InlineData("acme:Check")]
    [InlineData("Acme:check")]
    [InlineData("1acme:check")]
    [InlineData("acme:1check")]
    [InlineData("acme:check.")]
    [InlineData("acme:check..again")]
    [InlineData("acme:a:b")]
    [InlineData("acme:check mate")]
    [InlineData("acme:prüfung")]
    public void Codes_without_a_prefix_of_their_own_are_refused(string code) =>
        Assert.Throws<ArgumentException>(() => EventType.Register(code, QualityCheck));

    [Fact]
    public void Definitions_that_cannot_be_meant_are_refused()
    {
        Assert.Throws<ArgumentException>(() => EventType.Register("test-host:" + new string('a', 100), QualityCheck));
        Assert.Throws<ArgumentException>(() => EventType.Register("test-host:orphan", QualityCheck with { Parent = EventType.FromCode("no.such") }));
        Assert.Throws<ArgumentOutOfRangeException>(() => EventType.Register("test-host:odd", QualityCheck with { Milestone = (Milestone)99 }));
        Assert.False(EventType.FromCode("test-host:odd").IsKnown);
    }

    [Fact]
    public void Threads_agree_on_what_they_register()
    {
        Parallel.For(0, 200, i => EventType.Register($"test-threads:t{i % 20}", QualityCheck));
        for (var i = 0; i < 20; i++)
            Assert.True(EventType.FromCode($"test-threads:t{i}").IsKnown);
    }
}
