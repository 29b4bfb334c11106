using System.Diagnostics.CodeAnalysis;

namespace PostPurchase.Normalization.Triggers.Dispatch;

/// <summary>Tells calls, one after another, to stop: when their time is up, or when all are to stop.</summary>
/// <remarks>
/// The timer looks on its own who is under way, so that a call which is over in time costs no more than a look at the clock. Calls are begun and
/// ended by one thread at a time.
/// </remarks>
/// <param name="timeout">How long a call may take.</param>
[SuppressMessage("Design", "CA1001", Justification = "The timer runs out by itself, and a source without a timer of its own holds nothing.")]
internal sealed class CallLimit(TimeSpan timeout)
{
    private const long NoCall = long.MaxValue;
    private const long TimeIsUp = long.MinValue;

    /// <summary>A timer cannot be set much further ahead.</summary>
    private const long LongestWait = 24 * 60 * 60 * 1000;

    private readonly long _timeout = (long)Math.Ceiling(timeout.TotalMilliseconds);
    private CancellationTokenSource _source = new();
    private CancellationTokenRegistration _stop;
    private Timer? _timer;
    private int _isTimerSet;

    /// <summary>When the time of the call under way is up, in milliseconds since the machine started; or that there is none, or that its time is up.</summary>
    private long _deadline = NoCall;

    /// <summary>The token that stops all calls from now on.</summary>
    public CancellationToken Stop { get; private set; }

    public void Follow(CancellationToken stop)
    {
        Stop = stop;
        _stop = stop.UnsafeRegister(static limit => ((CallLimit)limit!)._source.Cancel(), this);
    }

    /// <summary>No call comes before the next <see cref="Follow"/>.</summary>
    public void Unfollow()
    {
        _stop.Dispose();
        if (_source.IsCancellationRequested) _source = new();
    }

    /// <summary>A call begins.</summary>
    public CancellationToken Begin()
    {
        Interlocked.Exchange(ref _deadline, Environment.TickCount64 + _timeout);
        if (_isTimerSet == 0 && IsFirstToSetTimer()) SetTimer(_timeout);
        return _source.Token;
    }

    /// <summary>The call is over.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _deadline, NoCall) == TimeIsUp) _source = new();
    }

    private void Look()
    {
        // The source first: where its call ends now, the deadline is another by then.
        var (source, deadline) = (Volatile.Read(ref _source), Volatile.Read(ref _deadline));
        var isIdle = deadline is NoCall or TimeIsUp;
        if (isIdle && !HasBegunSince()) return;
        var left = isIdle ? _timeout : deadline - Environment.TickCount64;
        SetTimer(left > 0 ? left : _timeout);
        if (left <= 0 && Interlocked.CompareExchange(ref _deadline, TimeIsUp, deadline) == deadline) source.Cancel();
    }

    /// <summary>Leaves the timer to the next call, unless one has begun that took it to be set.</summary>
    private bool HasBegunSince()
    {
        Interlocked.Exchange(ref _isTimerSet, 0);
        return Volatile.Read(ref _deadline) is not (NoCall or TimeIsUp) && IsFirstToSetTimer();
    }

    private bool IsFirstToSetTimer() => Interlocked.Exchange(ref _isTimerSet, 1) == 0;

    private void SetTimer(long wait)
    {
        _timer ??= NewTimer();
        _timer.Change(Math.Min(wait, LongestWait), Timeout.Infinite);
    }

    /// <summary>A timer that does not hold on to what flows with the call that first needs it.</summary>
    private Timer NewTimer()
    {
        using var flow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        return new(static limit => ((CallLimit)limit!).Look(), this, Timeout.Infinite, Timeout.Infinite);
    }
}
