using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PostPurchase.Normalization.Linting;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Triggers;
using PostPurchase.Normalization.Triggers.Dispatch;
using PostPurchase.Normalization.Triggers.Rules;
using PostPurchase.Normalization.Triggers.Rules.Reading;
using PostPurchase.Normalization.Triggers.Telemetry;

namespace PostPurchase.Normalization.Hosting;

/// <summary>The rules of a host. Where their files are watched, a tracker takes them again when one changes: all at once, and only without faults.</summary>
internal sealed class RulesInForce : IDisposable
{
    /// <summary>An editor writes more than once; a change counts when nothing was written for so long.</summary>
    public static readonly TimeSpan Settles = TimeSpan.FromMilliseconds(250);

    /// <summary>A change counts after so long, whatever else is written.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly IReadOnlyList<RuleSource> _sources;
    private readonly IReadOnlyList<TriggerRule>[] _rules;
    private readonly Dictionary<string, byte[]?> _seen = new(StringComparer.Ordinal);
    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly BusinessCalendar _calendar;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly ILogger _logger;
    private DateTimeOffset? _changedAt;
    private ShipmentTracker? _tracker;
    private bool _isReadAgain;

    /// <summary>Reads the rules for the first time.</summary>
    /// <exception cref="RuleException">A file is no file of rules.</exception>
    /// <exception cref="ArgumentException">Two rules have the same name.</exception>
    public RulesInForce(IReadOnlyList<RuleSource> sources, BusinessCalendar calendar, TimeProvider time, ILogger? logger)
    {
        (_sources, _calendar, _time, _logger) = (sources, calendar, time, logger ?? NullLogger.Instance);
        _timer = time.CreateTimer(_ => TakeChanges(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            // Watched before they are read, so that no change goes by unseen.
            foreach (var folder in WatchedFiles.Select(file => Path.GetDirectoryName(file)!).Distinct(StringComparer.Ordinal).Where(Directory.Exists)) Watch(folder);
            foreach (var file in WatchedFiles) _seen[file] = File.ReadAllBytes(file);
            _rules = [.. sources.Select(source => source.Read())];
            Engine = new(_rules.SelectMany(rules => rules), calendar);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What decides now.</summary>
    public TriggerEngine Engine { get; private set; }

    private IEnumerable<string> WatchedFiles => _sources.Select(source => source.WatchedFile).OfType<string>();

    /// <summary>Lets a tracker take what changes.</summary>
    public ShipmentTracker KeepIn(ShipmentTracker tracker)
    {
        lock (_gate)
        {
            _tracker = tracker;
            if (_isReadAgain) tracker.Reload(Engine);
        }
        return tracker;
    }

    public void Dispose()
    {
        _watchers.ForEach(watcher => watcher.Dispose());
        _timer.Dispose();
    }

    private void Watch(string folder)
    {
        try
        {
            var watcher = new FileSystemWatcher(folder);
            _watchers.Add(watcher);
            watcher.Created += (_, change) => OnChange(folder, change.Name);
            watcher.Changed += (_, change) => OnChange(folder, change.Name);
            watcher.Deleted += (_, change) => OnChange(folder, change.Name);
            watcher.Renamed += (_, change) => OnChange(folder, change.Name);
            watcher.Error += (_, _) => Wait();
            watcher.EnableRaisingEvents = true;
        }
        catch (IOException fault)
        {
            _logger.NotWatched(fault, folder);
        }
    }

    /// <summary>Where a file is a link, what it leads to may be changed by whatever changes beside it.</summary>
    private void OnChange(string folder, string? name)
    {
        var isMeant = WatchedFiles.Any(file => Path.GetDirectoryName(file) == folder
            && (string.Equals(Path.GetFileName(file), name, StringComparison.OrdinalIgnoreCase) || new FileInfo(file).LinkTarget is not null));
        if (isMeant) Wait();
    }

    private void Wait()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            _changedAt ??= now;
            if (now - _changedAt < LongestWait) _timer.Change(Settles, Timeout.InfiniteTimeSpan);
        }
    }

    private void TakeChanges()
    {
        lock (_gate)
        {
            _changedAt = null;
            var faults = new List<RuleFault>();
            if (!ReadChanged(faults, out var located)) return;
            var rules = _sources.Select((source, index) => source.WatchedFile is { } file ? [.. located[file].Select(rule => rule.Rule).OfType<TriggerRule>()] : _rules[index]).ToArray();
            RuleSetLinter.Duplicates(located.Values.SelectMany(some => some), rules.Where((_, index) => _sources[index].WatchedFile is null).SelectMany(some => some), faults);
            Measures.CountReload(isTaken: faults.Count == 0);
            if (faults.Count > 0)
            {
                foreach (var fault in faults) _logger.RuleFault(fault.File, fault.Line, fault.Message);
                _logger.RulesRefused(faults.Count);
                return;
            }
            (Engine, _isReadAgain) = (new(rules.SelectMany(some => some), _calendar), true);
            _tracker?.Reload(Engine);
            _logger.RulesTaken(Engine.Rules.Count);
        }
    }

    /// <returns>Whether any file is other than it was when it was read last.</returns>
    private bool ReadChanged(List<RuleFault> faults, out Dictionary<string, IReadOnlyList<LocatedRule>> located)
    {
        located = new(StringComparer.Ordinal);
        var isChanged = false;
        foreach (var file in WatchedFiles.Distinct(StringComparer.Ordinal))
        {
            byte[]? utf8 = null;
            try
            {
                utf8 = File.ReadAllBytes(file);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                faults.Add(new(file, 0, RuleFaultKind.Unreadable, fault.Message));
            }
            isChanged |= !_seen.TryGetValue(file, out var seen) || (utf8 is null) != (seen is null) || !utf8.AsSpan().SequenceEqual(seen);
            _seen[file] = utf8;
            located[file] = utf8 is null ? [] : LocatedRules.Read(utf8, file, faults);
        }
        return isChanged;
    }
}
