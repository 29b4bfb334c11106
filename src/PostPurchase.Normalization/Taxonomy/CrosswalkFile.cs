using System.Text.Json;

namespace PostPurchase.Normalization.Taxonomy;

/// <summary>One file of <c>carrier-maps/crosswalks</c>, ready for look-ups.</summary>
internal sealed class CrosswalkFile
{
    private readonly Dictionary<(string? Code, string? Detail), Status> _statuses = [];

    private readonly Dictionary<string, Target> _types = new(StringComparer.Ordinal);

    private readonly Dictionary<string, Target> _groups = new(StringComparer.Ordinal);

    private readonly Dictionary<(Milestone, Condition?), Target> _milestones = [];

    private Target _otherwise;

    private CrosswalkFile()
    {
    }

    public IReadOnlyCollection<(string? Code, string? Detail)> Statuses => _statuses.Keys;

    /// <summary>Those of <see cref="Statuses"/> that are understood but never the answer for a type.</summary>
    public HashSet<(string? Code, string? Detail)> ReadOnlyStatuses { get; } = [];

    /// <summary>Whether a code stands even with a detail that has a row of its own.</summary>
    public bool Decides(string code) => _statuses.TryGetValue((code, null), out var status) && status.Decides;

    public static CrosswalkFile Read(Stream stream)
    {
        using var document = JsonDocument.Parse(stream, new() { CommentHandling = JsonCommentHandling.Skip });
        var root = document.RootElement;
        var file = new CrosswalkFile { _otherwise = Target.Read(root.GetProperty("otherwise")) };
        foreach (var row in root.GetProperty("statuses").EnumerateArray())
        {
            if (!EventType.TryFind(Text(row, "from"), out var type) || !TaxonomyText.TryParse(Text(row, "confidence"), out Confidence confidence))
                throw new InvalidDataException($"Crosswalk status with unknown type or confidence: {row}");
            var key = (Text(row, "code"), Text(row, "detail"));
            file._statuses.Add(key, new(type, row.TryGetProperty("nearest", out _), row.TryGetProperty("defers", out _), row.TryGetProperty("decides", out _), confidence));
            if (row.TryGetProperty("readOnly", out _)) file.ReadOnlyStatuses.Add(key);
        }

        foreach (var row in root.GetProperty("to").EnumerateArray())
            file.AddTarget(row);
        return file;
    }

    /// <summary>The first that answers: the type, its ancestors within the same phase, its group, its milestone, <c>otherwise</c>.</summary>
    public CrosswalkStatus To(EventType type)
    {
        if (_types.TryGetValue(type.Code, out var target)) return Answer(target, Exactness(target, type));
        if (type.Scope is not (EventScope.Parcel or EventScope.Label)) return Answer(_otherwise, default);

        for (var ancestor = type; ancestor.Parent != ancestor;)
        {
            // A parent that moves nothing must not hide the phase that its child is known to be in.
            ancestor = ancestor.Parent;
            if (ancestor.Milestone == type.Milestone && _types.TryGetValue(ancestor.Code, out target)) return Answer(target, (false, Confidence.Medium));
        }

        if (_groups.TryGetValue(type.Group, out target)) return Answer(target, (false, Confidence.Low));
        return _milestones.TryGetValue((type.Milestone, type.Condition), out target) || _milestones.TryGetValue((type.Milestone, null), out target)
            ? Answer(target, (false, Confidence.Low))
            : Answer(_otherwise, default);
    }

    /// <summary>The first that is known: the pair, the detail by itself (unless the code decides), the code by itself.</summary>
    public CrosswalkMatch? From(string? code, string? detail)
    {
        (code, detail) = (Empty(code), Empty(detail));
        var codeIsKnown = _statuses.TryGetValue((code, null), out var byCode);
        if (!codeIsKnown && detail is null && code is not null) (code, detail) = (null, code);

        if (detail is not null && _statuses.TryGetValue((code, detail), out var pair) && !pair.Defers) return pair.Match;
        if (detail is not null && FindDetail(code, detail) is { } byDetail)
        {
            if (!codeIsKnown) return byDetail.Match;
            if (byDetail.Defers) return byCode.Match;
            if (!byCode.Decides) return byDetail.Match;
        }

        if (!codeIsKnown) return null;
        return detail is null ? byCode.Match : byCode.Match with { IsExact = false };
    }

    private static CrosswalkStatus Answer(Target target, (bool IsExact, Confidence Confidence) how) =>
        new(target.Code, target.Detail, how.IsExact, how.Confidence, target.IsPlaceholder);

    private static string? Empty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetString() : null;

    private Status? FindDetail(string? code, string detail)
    {
        if (_statuses.TryGetValue((code, detail), out var status) || _statuses.TryGetValue((null, detail), out status)) return status;

        // A detail that belongs to one code is told by itself as well, and wins over a code that it does not belong to.
        foreach (var (key, found) in _statuses)
        {
            if (key.Code is not null && string.Equals(key.Detail, detail, StringComparison.Ordinal)) return found;
        }

        return null;
    }

    private (bool IsExact, Confidence Confidence) Exactness(Target target, EventType type)
    {
        if (target.IsPlaceholder) return default;
        return From(target.Code, target.Detail) is { IsExact: true } back && back.EventType == type
            ? (true, back.Confidence)
            : (false, Confidence.Medium);
    }

    private void AddTarget(JsonElement row)
    {
        var target = row.TryGetProperty("otherwise", out _) ? _otherwise with { IsPlaceholder = true } : Target.Read(row) with { IsPlaceholder = false };
        if (Text(row, "type") is { } type)
        {
            if (type.EndsWith(".*", StringComparison.Ordinal)) _groups.Add(type[..^2], target);
            else _types.Add(EventType.TryFind(type, out _) ? type : throw new InvalidDataException($"Crosswalk to unknown type: {row}"), target);
            return;
        }

        if (!TaxonomyText.TryParse(Text(row, "milestone"), out Milestone milestone)) throw new InvalidDataException($"Crosswalk to unknown milestone: {row}");
        Condition? when = null;
        if (Text(row, "condition") is { } text)
            when = TaxonomyText.TryParse(text, out Condition condition) ? condition : throw new InvalidDataException($"Crosswalk to unknown condition: {row}");
        _milestones.Add((milestone, when), target);
    }

    private readonly record struct Status(EventType Type, bool IsNearest, bool Defers, bool Decides, Confidence Confidence)
    {
        public CrosswalkMatch Match => new(Type, !IsNearest, Confidence);
    }

    private readonly record struct Target(string Code, string? Detail, bool IsPlaceholder)
    {
        public static Target Read(JsonElement row) => new(Text(row, "code") ?? "", Text(row, "detail"), IsPlaceholder: true);
    }
}
