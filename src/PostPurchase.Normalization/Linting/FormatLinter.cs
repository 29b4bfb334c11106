using NodaTime;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Time;

namespace PostPurchase.Normalization.Linting;

/// <summary>Checks one format of a map: scopes, paths, patterns, zones, keys, problems.</summary>
internal sealed class FormatLinter(FormatDocument format, Func<string, bool> hasSet, Action<int, MapFaultKind, string> fault)
{
    private readonly HashSet<string> _scopes = format.Scopes.Select(scope => scope.Name).Append(PayloadPath.Root).ToHashSet(StringComparer.Ordinal);

    public void Run()
    {
        if (format.Detect.Count == 0) fault(format.Line, MapFaultKind.MissingMember, $"format '{format.Id}' has no \"detect\"");
        foreach (var signature in format.Detect) Signature(signature);
        Scopes();
        foreach (var key in format.Keys) Key(key);
        foreach (var (name, field) in format.Fields) Paths(field, name);
        foreach (var (name, field) in format.Facts) Paths(field, name);
        foreach (var pair in format.References.Concat(format.Partners))
        {
            Paths(pair.Number, "number");
            Paths(pair.Name, "pair");
        }
        Paths(format.Raw?.Code, "raw");
        Paths(format.Raw?.Qualifier, "raw");
        Paths(format.Raw?.Qualifier2, "raw");
        Paths(format.ScanWhen, "scanWhen");
        foreach (var time in format.Time) Time(time);
        foreach (var estimate in format.Estimates) Estimate(estimate);
        foreach (var problem in format.Problems) Problem(problem);
    }

    private void Scopes()
    {
        foreach (var required in new[] { "shipment", "scan" })
        {
            if (!_scopes.Contains(required)) fault(format.Line, MapFaultKind.MissingMember, $"format '{format.Id}' has no scope \"{required}\"");
        }
        var known = new HashSet<string>(StringComparer.Ordinal) { PayloadPath.Root };
        foreach (var scope in format.Scopes)
        {
            foreach (var path in scope.Paths.Where(path => !_scopes.Contains(path.Scope))) fault(scope.Line, MapFaultKind.BadPath, $"path '{path.Text}' starts at '{path.Scope}', which is no scope");
            if (!known.Add(scope.Name)) fault(scope.Line, MapFaultKind.Duplicate, $"scope '{scope.Name}' stands twice");
            ScopePaths(scope.Line, scope.Name == "scan" ? [.. scope.Paths, .. format.ScanOtherwise] : scope.Paths);
        }
        foreach (var path in format.ScanOtherwise.Where(path => !_scopes.Contains(path.Scope))) fault(format.Line, MapFaultKind.BadPath, $"path '{path.Text}' starts at '{path.Scope}', which is no scope");
    }

    /// <summary>What opens a scope takes every item, or those that pass a filter at its end; anything else would not be heeded.</summary>
    private void ScopePaths(int line, IReadOnlyList<PayloadPath> paths)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            if (path.Steps.Any(step => step.Kind == PathStepKind.First)) fault(line, MapFaultKind.BadPath, $"path '{path.Text}': [0] has no effect in a scope");
            if (path.Steps.SkipLast(1).Any(step => step.Kind == PathStepKind.Filtered)) fault(line, MapFaultKind.BadPath, $"path '{path.Text}': only the last step of a scope may have a filter");
            var place = path.Scope + "/" + string.Join('.', path.Steps.Select(step => step.Name));
            if (!seen.Add(place)) fault(line, MapFaultKind.Duplicate, $"path '{path.Text}' opens items that another path of the scope opens too");
        }
    }

    /// <summary>Formats are told by the names that a payload holds: a path from the root, whatever the items it passes.</summary>
    private void Signature(SignatureDocument signature)
    {
        if (signature.Has.Count == 0) fault(signature.Line, MapFaultKind.MissingMember, "a signature needs \"has\"");
        foreach (var (path, _) in signature.Has.Concat(signature.Lacks))
        {
            if (path.Scope != PayloadPath.Root) fault(signature.Line, MapFaultKind.BadPath, $"path '{path.Text}': a signature's paths start at the root");
            foreach (var step in path.Steps)
            {
                var unheeded = step switch
                {
                    { Kind: PathStepKind.Filtered } => "a filter",
                    { Kind: PathStepKind.First } => "[0]",
                    { Kind: PathStepKind.Embedded } => "~json",
                    { Name: "#text" or "@key" } => step.Name,
                    _ => null,
                };
                if (unheeded is not null) fault(signature.Line, MapFaultKind.BadPath, $"path '{path.Text}': {unheeded} has no effect in a signature");
            }
        }
    }

    private void Key(KeyDocument key)
    {
        Paths(key.Code, "code");
        Paths(key.Qualifier, "qualifier");
        Paths(key.Qualifier2, "qualifier2");
        if (key.Carrier)
        {
            if (!format.Fields.ContainsKey("carrier")) fault(key.Line, MapFaultKind.MissingMember, "a key with \"carrier\" needs the field \"carrier\"");
        }
        else if (key.Set is { } set && !hasSet(set)) fault(key.Line, MapFaultKind.UnknownReference, $"there is no set '{set}'");
    }

    private void Time(TimeDocument time)
    {
        foreach (var field in new[] { time.At, time.Date, time.TimeOfDay, time.Offset, time.Utc, time.UtcDate, time.UtcTime, time.ZoneId, time.Abbreviation }) Paths(field, "time");
        Patterns(time.Line, [.. time.Patterns, .. time.DatePatterns, .. time.TimePatterns, .. time.UtcPatterns, .. time.UtcDatePatterns, .. time.UtcTimePatterns]);
        if (time.At is not null && time.Patterns.Count == 0) fault(time.Line, MapFaultKind.MissingMember, "\"at\" needs \"patterns\"");
        if (time.Date is not null && time.DatePatterns.Count == 0) fault(time.Line, MapFaultKind.MissingMember, "\"date\" needs \"datePatterns\"");
        if (time.TimeOfDay is not null && time.TimePatterns.Count == 0) fault(time.Line, MapFaultKind.MissingMember, "\"time\" needs \"timePatterns\"");
        Zone(time.Line, time.Zone);
        if (time.HomeCountry is { } country && (country.Length != 2 || Countries.Find(country) is null)) fault(time.Line, MapFaultKind.BadMember, $"\"homeCountry\" is '{country}', no alpha-2 country code");
    }

    private void Estimate(EstimateDocument estimate)
    {
        foreach (var field in new[] { estimate.At, estimate.From, estimate.Through, estimate.Date, estimate.FromTime, estimate.ThroughTime }) Paths(field, "estimate");
        Patterns(estimate.Line, [.. estimate.Patterns, .. estimate.DatePatterns, .. estimate.TimePatterns]);
        Zone(estimate.Line, estimate.Zone);
    }

    private void Problem(ProblemDocument problem)
    {
        Paths(problem.Code, "code");
        Paths(problem.Message, "message");
        if (problem.Code is null && problem.Message is null) fault(problem.Line, MapFaultKind.MissingMember, "a problem needs \"code\" or \"message\"");
        foreach (var kind in problem.Kinds.Values.Concat(problem.Messages.Select(message => message.Value)).Append(problem.Otherwise).Distinct(StringComparer.Ordinal))
        {
            if (!ProblemKinds.OfCarriers.Contains(kind)) fault(problem.Line, MapFaultKind.BadMember, $"'{kind}' is no kind of problem; {string.Join(", ", ProblemKinds.OfCarriers)} are");
        }
    }

    private void Paths(FieldPaths? field, string what)
    {
        foreach (var path in field?.Paths ?? [])
        {
            if (!_scopes.Contains(path.Scope)) fault(field!.Line, MapFaultKind.BadPath, $"{what}: path '{path.Text}' starts at '{path.Scope}', which is no scope");
        }
    }

    private void Patterns(int line, IEnumerable<string> patterns)
    {
        foreach (var pattern in patterns)
        {
            if (!TimePattern.TryCompile(pattern, out _, out var error)) fault(line, MapFaultKind.BadPattern, $"pattern '{pattern}': {error}");
        }
    }

    private void Zone(int line, string zone)
    {
        if (zone is not ("place" or "local") && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null) fault(line, MapFaultKind.UnknownZone, $"'{zone}' is no zone of the tz database");
    }
}
