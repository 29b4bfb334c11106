using System.Collections.Frozen;

namespace PostPurchase.Normalization.Taxonomy;

/// <summary>Says the event types in the statuses of other systems, and reads theirs. The data is <c>carrier-maps/crosswalks</c>.</summary>
/// <remarks>Names of systems are compared without regard to case, their codes exactly. A system's data is read when it is first asked for.</remarks>
public static class Crosswalk
{
    private const string ResourcePrefix = "crosswalks/";

    private const string ResourceSuffix = ".json";

    private static readonly FrozenDictionary<string, Lazy<CrosswalkFile>> Files = typeof(Crosswalk).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal) && name.EndsWith(ResourceSuffix, StringComparison.Ordinal))
        .ToFrozenDictionary(
            name => name[ResourcePrefix.Length..^ResourceSuffix.Length],
            name => new Lazy<CrosswalkFile>(() => Load(name)),
            StringComparer.OrdinalIgnoreCase);

    /// <summary>Ids of the systems, such as <c>aftership</c>, in alphabetical order.</summary>
    public static IReadOnlyList<string> Systems { get; } = [.. Files.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The status of a system that says what an event type says, or the nearest coarser one.</summary>
    /// <param name="system">One of <see cref="Systems"/>.</param>
    /// <param name="type">Any type; a host's own and unknown ones fall back to their parent, group and milestone.</param>
    /// <returns>An answer for every type; <see langword="null"/> only when the system is not known.</returns>
    public static CrosswalkStatus? To(string system, EventType type) => Find(system)?.To(type);

    /// <summary>The event type that a status of another system stands for.</summary>
    /// <param name="system">One of <see cref="Systems"/>.</param>
    /// <param name="code">The status; where the system's details are unique by themselves, such as AfterShip's subtags, a detail alone will do.</param>
    /// <param name="detail">The finer status beside it. One that is not known leaves the answer to the code, as not exact.</param>
    /// <returns><see langword="null"/> when the system, or both code and detail, are not known.</returns>
    public static CrosswalkMatch? From(string system, string? code, string? detail = null) => Find(system)?.From(code, detail);

    internal static CrosswalkFile? Find(string system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return Files.TryGetValue(system, out var file) ? file.Value : null;
    }

    private static CrosswalkFile Load(string name)
    {
        using var stream = typeof(Crosswalk).Assembly.GetManifestResourceStream(name)!;
        return CrosswalkFile.Read(stream);
    }
}

/// <summary>A status of another system, as the answer for an event type.</summary>
/// <param name="Code">The system's code; empty where the system has no word for it and nothing is to be sent.</param>
/// <param name="Detail">The finer code beside it; <see langword="null"/> where the system has none.</param>
/// <param name="IsExact">Whether the status says the same, so that reading it back gives the type again.</param>
/// <param name="Confidence">
/// Of an exact answer, that of the status; <see cref="Confidence.Medium"/> where it is right but coarser or near;
/// <see cref="Confidence.Low"/> where only group or milestone led to it.
/// </param>
/// <param name="IsPlaceholder">
/// Whether the type says nothing about where the parcel is (orders, claims, payments, messages, remarks). The code only fills
/// the field then, and should not replace a status sent before.
/// </param>
public readonly record struct CrosswalkStatus(string Code, string? Detail, bool IsExact, Confidence Confidence, bool IsPlaceholder);

/// <summary>What a status of another system stands for.</summary>
/// <param name="EventType">A type of the taxonomy.</param>
/// <param name="IsExact">Whether the type says the same, and nothing of the status was left out.</param>
/// <param name="Confidence">How sure the reading is.</param>
public readonly record struct CrosswalkMatch(EventType EventType, bool IsExact, Confidence Confidence);
