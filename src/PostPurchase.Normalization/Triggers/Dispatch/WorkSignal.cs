namespace PostPurchase.Normalization.Triggers.Dispatch;

/// <summary>Wakes a worker that waits for the next moment at which there is something to do.</summary>
internal sealed class WorkSignal
{
    private volatile TaskCompletionSource _set = New();

    public void Set() => _set.TrySetResult();

    /// <summary>Waits for a signal given since the last wait, or until time is up.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await _set.Task.WaitAsync(atMost, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Time is up, which is what was waited for.
        }
        if (_set.Task.IsCompleted) _set = New();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
