namespace PostPurchase.Normalization.Tests.Support;

/// <summary>Time that stands until it is moved, and timers that go off as it is.</summary>
internal sealed class TestTime(DateTimeOffset now) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = now;

    /// <summary>When the timers that run go off, the next first.</summary>
    public IReadOnlyList<DateTimeOffset> Waits
    {
        get { lock (_lock) return [.. _timers.Select(timer => timer.Due).Order()]; }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _now;
    }

    public void MoveTo(DateTimeOffset moment)
    {
        List<Timer> due;
        lock (_lock)
        {
            _now = moment;
            due = _timers.FindAll(timer => timer.Due <= moment);
            _timers.RemoveAll(due.Contains);
        }
        due.ForEach(timer => timer.GoOff());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(TestTime time, Action goOff) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void GoOff() => goOff();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = time._now + dueTime;
                time._timers.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            lock (time._lock) time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
