using NodaTime;

namespace PostPurchase.Normalization.Triggers.Dispatch;

/// <summary>How a <see cref="TriggerDispatcher"/> works. Immutable.</summary>
public sealed record DispatchOptions
{
    /// <summary>What is done when a handler fails.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>Whether the handlers of one trigger run at the same time; one after another in their order by default. Either way one that fails stops no other.</summary>
    public bool RunsHandlersInParallel { get; init; }

    /// <summary>Of how many shipments triggers are handled at the same time; those of one shipment are always handled in the order in which they fired. 1 by default, at least 1.</summary>
    public int Shipments { get; init; } = 1;

    /// <summary>How long a handler may take before its token is cancelled, which counts as a failure. 1 minute by default.</summary>
    public Duration HandlerTimeout { get; init; } = Duration.FromMinutes(1);

    /// <summary>
    /// For how long triggers that are taken are left alone by other dispatchers; after a crash they are handled again when it is over. 5 minutes by default,
    /// at least <see cref="HandlerTimeout"/>.
    /// </summary>
    public Duration Lease { get; init; } = Duration.FromMinutes(5);

    /// <summary>The most triggers that are taken at once and recorded in one commit; after a crash at most that many are handled again. 100 by default, at least 1.</summary>
    public int BatchSize { get; init; } = 100;
}

/// <summary>How often and when a trigger is tried again whose handler failed. Immutable.</summary>
public sealed class RetryPolicy
{
    private readonly Duration[] _delays;

    /// <summary>A policy with as many retries as there are delays.</summary>
    /// <param name="delays">How long after each failure the next attempt is; after as many retries it is given up.</param>
    /// <exception cref="ArgumentOutOfRangeException">A delay is negative.</exception>
    public RetryPolicy(IEnumerable<Duration> delays)
    {
        _delays = [.. delays];
        if (_delays.Any(delay => delay < Duration.Zero)) throw new ArgumentOutOfRangeException(nameof(delays), "A delay is not negative.");
    }

    /// <summary>After 10 seconds, 1 minute, 5 and 30 minutes, 2, 6, 12 and 24 hours.</summary>
    public static RetryPolicy Default { get; } = new(
    [
        Duration.FromSeconds(10), Duration.FromMinutes(1), Duration.FromMinutes(5), Duration.FromMinutes(30),
        Duration.FromHours(2), Duration.FromHours(6), Duration.FromHours(12), Duration.FromHours(24),
    ]);

    /// <summary>One attempt and no more.</summary>
    public static RetryPolicy Never { get; } = new([]);

    /// <summary>How long after each failure the next attempt is.</summary>
    public IReadOnlyList<Duration> Delays => _delays;

    /// <summary>The most attempts, the first among them.</summary>
    public int Attempts => _delays.Length + 1;

    /// <summary>A policy whose delays grow by a factor.</summary>
    /// <param name="first">The first delay.</param>
    /// <param name="attempts">The most attempts, the first among them.</param>
    /// <param name="factor">How many times longer each delay is than the one before.</param>
    /// <param name="longest">The longest delay; <see langword="null"/>: one day.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no attempt, or the factor is below 1.</exception>
    public static RetryPolicy Exponential(Duration first, int attempts, double factor = 2, Duration? longest = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        var most = longest ?? Duration.FromDays(1);
        return new(Enumerable.Range(0, attempts - 1).Select(retry => Math.Pow(factor, retry) is var times && first.TotalSeconds * times < most.TotalSeconds ? first * times : most));
    }

    /// <returns><see langword="null"/> where there is no further attempt.</returns>
    internal Duration? DelayAfter(int attempts) => attempts <= _delays.Length ? _delays[Math.Max(attempts, 1) - 1] : null;
}

/// <summary>What came of triggers that were taken.</summary>
/// <param name="Handled">Triggers that all handlers have taken, those without handlers among them.</param>
/// <param name="Failed">Triggers that are tried again later.</param>
/// <param name="GivenUp">Triggers that are not tried again.</param>
public readonly record struct DispatchResult(int Handled, int Failed, int GivenUp)
{
    /// <summary>Both together.</summary>
    public static DispatchResult operator +(DispatchResult left, DispatchResult right) => left.Add(right);

    /// <summary>Both together.</summary>
    /// <param name="other">The other.</param>
    public DispatchResult Add(DispatchResult other) => new(Handled + other.Handled, Failed + other.Failed, GivenUp + other.GivenUp);
}
