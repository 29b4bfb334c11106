using System.Diagnostics;

namespace PostPurchase.Normalization.Cli.Commands;

/// <summary>A line of progress on standard error, where that is a terminal and the work takes long.</summary>
internal sealed class Progress : IDisposable
{
    private const int BarWidth = 30;
    private static readonly TimeSpan FirstShown = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly int _files;
    private readonly bool _isShown = !Console.IsErrorRedirected;
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _drawn;
    private int _done;
    private long _events;

    private Progress(int files) => _files = files;

    public static Progress Start(int files) => new(files);

    public void Advance(int events)
    {
        _events += events;
        Draw();
    }

    public void FileDone()
    {
        _done++;
        Draw();
    }

    public void Dispose()
    {
        if (_drawn != 0) Console.Error.Write("\r" + new string(' ', BarWidth + 60) + "\r");
    }

    private void Draw()
    {
        if (!_isShown || Stopwatch.GetElapsedTime(_started) < FirstShown || (_drawn != 0 && Stopwatch.GetElapsedTime(_drawn) < Interval)) return;
        _drawn = Stopwatch.GetTimestamp();
        var filled = _files == 0 ? BarWidth : BarWidth * _done / _files;
        Console.Error.Write($"\r[{new string('#', filled)}{new string('.', BarWidth - filled)}] {_done} of {_files} files, {_events} events");
    }
}
