using System.Globalization;
using System.Text;
using PostPurchase.Normalization.Maps;

namespace PostPurchase.Normalization.Linting;

/// <summary>Remembers beside the maps which version means what, so that no code changes its meaning unseen.</summary>
/// <remarks>
/// <c>versions.csv</c> has a line a map, <c>meanings.lock</c> the short hash of every row, <c>CHANGELOG.md</c> a heading a map and version.
/// The first two are written, never edited.
/// </remarks>
internal sealed class VersionLedger
{
    private const string VersionsName = "versions.csv";
    private const string LockName = "meanings.lock";
    private const string ChangelogName = "CHANGELOG.md";
    private const string Header = "id,version,meanings";

    private readonly string _folder;
    private readonly string _shownFolder;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    private VersionLedger(string folder)
    {
        _folder = folder;
        _shownFolder = Path.GetRelativePath(Directory.GetCurrentDirectory(), folder);
        var file = Path.Combine(folder, VersionsName);
        if (!File.Exists(file)) return;

        var locked = ReadPairs(Path.Combine(folder, LockName));
        var lines = File.ReadAllLines(file);
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Split(',') is [var id, var version, var hash] && Version.TryParse(version, out var parsed))
                _entries[id] = new(i + 1, parsed, MapMeanings.Recorded(hash, locked.GetValueOrDefault(id, "")));
        }
    }

    /// <summary>Whether a folder keeps a ledger.</summary>
    public static bool IsKept(string folder) => File.Exists(Path.Combine(folder, VersionsName));

    /// <summary>Faults every change that its version does not tell. Without <paramref name="isRecording"/> also what is not recorded yet.</summary>
    public static void Check(string folder, IReadOnlyList<MapDocument> maps, bool isRecording, List<MapFault> faults)
    {
        var ledger = new VersionLedger(folder);
        var headings = ledger.Headings();
        foreach (var map in maps)
        {
            // A map without a readable version is at fault already.
            if (!Version.TryParse(map.Version, out var version)) continue;
            if (!headings.Contains($"{map.Id} {map.Version}"))
                faults.Add(new(ledger.Shown(ChangelogName), 1, MapFaultKind.UnrecordedChange, $"there is no heading '## {map.Id} {map.Version}'"));
            ledger.Check(map, version, isRecording, faults);
        }
        if (isRecording) return;
        var ids = maps.Select(map => map.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (id, entry) in ledger._entries.Where(entry => !ids.Contains(entry.Key)))
            faults.Add(new(ledger.Shown(VersionsName), entry.Line, MapFaultKind.UnrecordedChange, $"there is no map '{id}' any more"));
    }

    /// <summary>Writes what the maps mean now.</summary>
    public static void Record(string folder, IReadOnlyList<MapDocument> maps)
    {
        var versions = new StringBuilder(Header).Append('\n');
        var locked = new StringBuilder();
        foreach (var map in maps.OrderBy(map => map.Id, StringComparer.Ordinal))
        {
            var meanings = MapMeanings.Of(map);
            versions.Append(CultureInfo.InvariantCulture, $"{map.Id},{map.Version},{meanings.Hash}\n");
            locked.Append(CultureInfo.InvariantCulture, $"{map.Id} {meanings.Rows}\n");
        }
        File.WriteAllText(Path.Combine(folder, VersionsName), versions.ToString());
        File.WriteAllText(Path.Combine(folder, LockName), locked.ToString());
    }

    private void Check(MapDocument map, Version version, bool isRecording, List<MapFault> faults)
    {
        if (!_entries.TryGetValue(map.Id, out var entry))
        {
            if (!isRecording) faults.Add(new(Shown(VersionsName), 1, MapFaultKind.UnrecordedChange, $"map '{map.Id}' is not recorded; 'postpurchase lint --record' does"));
            return;
        }
        var meanings = MapMeanings.Of(map);
        if (meanings.Hash == entry.Meanings.Hash)
        {
            if (version < entry.Version) Fault($"version {version} is lower than {entry.Version}, which is recorded");
            else if (version != entry.Version) NotRecorded();
            return;
        }

        var needed = Needed(entry, meanings);
        if (version < needed) Fault($"{What(entry, meanings)} since version {entry.Version}, which takes at least {needed}; the map says {version}");
        else NotRecorded();

        void Fault(string message) => faults.Add(new(map.File, 1, MapFaultKind.UnrecordedChange, message));

        void NotRecorded()
        {
            if (!isRecording) faults.Add(new(Shown(VersionsName), entry.Line, MapFaultKind.UnrecordedChange, $"version {version} of '{map.Id}' is not recorded; 'postpurchase lint --record' does"));
        }
    }

    private static Version Needed(Entry entry, MapMeanings meanings)
    {
        var old = entry.Version;
        if (!meanings.KeepsAllOf(entry.Meanings)) return new(old.Major + 1, 0, 0);
        return meanings.AddsTo(entry.Meanings) ? new(old.Major, old.Minor + 1, 0) : new(old.Major, old.Minor, old.Build + 1);
    }

    private static string What(Entry entry, MapMeanings meanings)
    {
        if (!meanings.KeepsAllOf(entry.Meanings)) return "codes mean something else or are gone";
        return meanings.AddsTo(entry.Meanings) ? "codes were added" : "texts or refinements changed";
    }

    private HashSet<string> Headings()
    {
        var file = Path.Combine(_folder, ChangelogName);
        var lines = File.Exists(file) ? File.ReadAllLines(file) : [];
        return lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..].Trim()).ToHashSet(StringComparer.Ordinal);
    }

    private string Shown(string name) => Path.Combine(_shownFolder, name);

    private static Dictionary<string, string> ReadPairs(string file)
    {
        var lines = File.Exists(file) ? File.ReadAllLines(file) : [];
        return lines.Select(line => line.Split(' ')).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
    }

    private sealed record Entry(int Line, Version Version, MapMeanings Meanings);
}
