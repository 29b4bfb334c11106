using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Maps.Reading;

namespace PostPurchase.Normalization.Linting;

/// <summary>Finds what is wrong with carrier maps before they are used.</summary>
public static class MapLinter
{
    private const string FileName = "map.json";

    /// <summary>Checks every <c>map.json</c> below a folder; where the folder keeps a <c>versions.csv</c>, also that versions tell of every change of a code's meaning.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="under">The maps that the folder is laid over; rows may refer to what they hold.</param>
    /// <returns>All faults, by file and line.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static LintReport LintFolder(string folder, MapLibrary under)
    {
        ArgumentNullException.ThrowIfNull(under);
        var documents = new List<MapDocument>();
        var faults = Lint(folder, under, documents);
        if (VersionLedger.IsKept(folder)) VersionLedger.Check(folder, documents, isRecording: false, faults);
        return Report(documents, faults);
    }

    /// <summary>Checks as <see cref="LintFolder"/> does and, where all is well, writes what each version means into the folder's <c>versions.csv</c> and <c>meanings.lock</c>.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="under">The maps that the folder is laid over.</param>
    /// <returns>All faults; where there are any, nothing is written.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static LintReport Record(string folder, MapLibrary under)
    {
        ArgumentNullException.ThrowIfNull(under);
        var documents = new List<MapDocument>();
        var faults = Lint(folder, under, documents);
        VersionLedger.Check(folder, documents, isRecording: true, faults);
        if (faults.Count == 0) VersionLedger.Record(folder, documents);
        return Report(documents, faults);
    }

    private static List<MapFault> Lint(string folder, MapLibrary under, List<MapDocument> documents)
    {
        var faults = new List<MapFault>();
        foreach (var file in Directory.EnumerateFiles(folder, FileName, SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (MapFileReader.Read(File.ReadAllBytes(file), Path.GetRelativePath(Directory.GetCurrentDirectory(), file), faults) is not { } document) continue;
            documents.Add(document);
            if (Path.GetFileName(Path.GetDirectoryName(file)) != document.Id)
                faults.Add(new(document.File, 1, MapFaultKind.BadMember, $"\"id\" is '{document.Id}', but the folder has another name"));
        }

        var formats = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var document in documents)
        {
            var parent = document.Inherits is null ? null : documents.FirstOrDefault(other => other.Id == document.Inherits) ?? under.Document(document.Inherits);
            var lower = under.CarrierIds.Contains(document.Id) && !IsBuiltInItself(under, document) ? under.Document(document.Id) : null;
            new DocumentLinter(document, parent, lower, faults).Run();
            foreach (var format in document.Formats)
            {
                if (!formats.TryAdd(format.Id, document.Id))
                    faults.Add(new(document.File, format.Line, MapFaultKind.Duplicate, $"format '{format.Id}' is declared by '{formats[format.Id]}' too"));
            }
        }
        return faults;
    }

    private static LintReport Report(List<MapDocument> documents, List<MapFault> faults) =>
        new(documents.Count, documents.Sum(document => document.Codes.Sum(set => set.Rows.Count)), [.. faults.OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Line)]);

    /// <summary>A whole map with a version of its own is not an overlay, even where the library holds one of that id.</summary>
    private static bool IsBuiltInItself(MapLibrary under, MapDocument document) => document.Version is not null && under.Head(document.Id)?.Version is not null && document.Formats.Count > 0;
}

/// <summary>What a linter found.</summary>
/// <param name="Maps">Number of maps read.</param>
/// <param name="Rows">Number of code rows in them.</param>
/// <param name="Faults">All faults, by file and line; empty where all is well.</param>
public sealed record LintReport(int Maps, int Rows, IReadOnlyList<MapFault> Faults);
