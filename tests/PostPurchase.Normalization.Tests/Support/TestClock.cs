using NodaTime;

namespace PostPurchase.Normalization.Tests.Support;

/// <summary>A clock that stands until it is set.</summary>
internal sealed class TestClock(Instant now) : IClock
{
    public Instant Now { get; set; } = now;

    public Instant GetCurrentInstant() => Now;
}
