using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PostPurchase.Normalization.Normalizing;
using Xunit;

namespace PostPurchase.Normalization.Tests.Architecture;

/// <summary>Rooms know only whom they may, and what is public is safe to share.</summary>
public sealed partial class RoomsTests
{
    private const string RootNamespace = "PostPurchase.Normalization";

    private static readonly string Source = Repository.PathOf("src", RootNamespace);

    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Taxonomy"] = [],
        ["Events"] = ["Taxonomy"],
        ["Time"] = ["Events"],
        ["Maps"] = ["Taxonomy"],
        ["Adapters"] = ["Maps", "Time", "Events", "Taxonomy"],
        ["Normalizing"] = ["Adapters", "Maps", "Time", "Events", "Taxonomy"],
        ["Timelines"] = ["Events", "Taxonomy"],
        ["Triggers"] = ["Timelines", "Events", "Taxonomy"],
        ["Linting"] = ["Triggers", "Timelines", "Normalizing", "Adapters", "Maps", "Time", "Events", "Taxonomy"],
        ["Hosting"] = ["Triggers", "Timelines", "Linting", "Normalizing", "Adapters", "Maps", "Time", "Events", "Taxonomy"],
    };

    public static TheoryData<string> Rooms() => [.. Directory.GetDirectories(Source).Select(folder => Path.GetFileName(folder)!).Where(folder => folder is not ("bin" or "obj"))];

    [Theory, MemberData(nameof(Rooms))]
    public void A_room_uses_only_those_below_it(string room)
    {
        Assert.True(MayUse.TryGetValue(room, out var allowed), $"say here which rooms {room} may use");
        var names = string.Join('|', MayUse.Keys);
        var reference = new Regex($@"\b{Regex.Escape(RootNamespace)}\.({names})\b|(?<![\w.])({names})\.[A-Z]\w*\.?", RegexOptions.None, TimeSpan.FromSeconds(10));
        var faults = new List<string>();
        foreach (var (file, line, code) in CodeLines(Path.Combine(Source, room)))
        {
            if (code.StartsWith("namespace ", StringComparison.Ordinal)) continue;
            foreach (Match match in reference.Matches(code))
            {
                // A bare word counts only where a type of that room follows; other members may be called like a room.
                var used = match.Groups[1].Success ? match.Groups[1].Value : TypeNames(match.Groups[2].Value).Contains(match.Value.Split('.')[1]) ? match.Groups[2].Value : room;
                if (used != room && !allowed.Contains(used)) faults.Add($"{file}({line}): {room} may not use {used}");
            }
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory, MemberData(nameof(Rooms))]
    public void Namespaces_follow_folders(string room)
    {
        var faults = CodeLines(Path.Combine(Source, room))
            .Where(line => line.Code.StartsWith("namespace ", StringComparison.Ordinal))
            .Where(line => line.Code != $"namespace {RootNamespace}.{Path.GetRelativePath(Source, Path.GetDirectoryName(line.File)!).Replace(Path.DirectorySeparatorChar, '.')};")
            // Extension methods of services stand where hosts find them.
            .Where(line => line.Code != "namespace Microsoft.Extensions.DependencyInjection;");

        Assert.Empty(faults);
    }

    [Fact]
    public void Nothing_in_the_source_asks_the_machine_for_time_or_zone()
    {
        var faults = CodeLines(Repository.PathOf("src")).Where(line => Forbidden().IsMatch(line.Code)).Select(line => $"{line.File}({line.Line}): {line.Code.Trim()}");

        Assert.Empty(faults);
    }

    [Fact]
    public void Public_types_are_sealed_static_or_values()
    {
        var open = PublicTypes().Where(type => type is { IsClass: true, IsSealed: false } && !IsClosed(type)).Select(type => type.FullName);

        Assert.Empty(open);
    }

    /// <summary>An abstract type below which nobody outside can put one: of its constructors only the copying one of records can be reached.</summary>
    private static bool IsClosed(Type type) => type.IsAbstract
        && type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(constructor => constructor.GetParameters() is not [{ } only] || only.ParameterType != type)
            .All(constructor => constructor.IsFamilyAndAssembly || constructor.IsAssembly || constructor.IsPrivate);

    [Fact]
    public void Nothing_public_can_be_changed_after_it_was_made()
    {
        const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var setters = PublicTypes().Where(type => !type.IsByRefLike)
            .SelectMany(type => type.GetProperties(Public))
            .Where(property => property.SetMethod is { IsPublic: true } setter && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)))
            .Select(property => $"{property.DeclaringType!.FullName}.{property.Name}");
        var fields = PublicTypes().Where(type => !type.IsEnum).SelectMany(type => type.GetFields(Public)).Where(field => field is { IsInitOnly: false, IsLiteral: false }).Select(field => $"{field.DeclaringType!.FullName}.{field.Name}");
        var lists = PublicTypes().SelectMany(type => type.GetProperties(Public)).Where(property => property.PropertyType.IsArray || (property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(List<>)))
            .Select(property => $"{property.DeclaringType!.FullName}.{property.Name}");

        Assert.Empty(setters.Concat(fields).Concat(lists));
    }

    [Fact]
    public void Public_value_types_are_immutable() =>
        Assert.All(PublicTypes().Where(type => type is { IsValueType: true, IsEnum: false, IsByRefLike: false }), type => Assert.True(type.IsDefined(typeof(IsReadOnlyAttribute)), type.FullName));

    [Fact]
    public void The_package_stands_on_NodaTime_and_abstractions_alone()
    {
        var foreign = typeof(Normalizer).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!)
            .Where(name => !(name.StartsWith("System.", StringComparison.Ordinal) || name is "NodaTime" or "netstandard"))
            .Where(name => !(name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) && name.EndsWith(".Abstractions", StringComparison.Ordinal)));
        var declared = XDocument.Load(Path.Combine(Source, RootNamespace + ".csproj")).Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value)
            .Where(name => name != "NodaTime" && !(name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) && name.EndsWith(".Abstractions", StringComparison.Ordinal)));

        Assert.Empty(foreign);
        Assert.Empty(declared);
    }

    private static IEnumerable<Type> PublicTypes() => typeof(Normalizer).Assembly.GetExportedTypes();

    private static HashSet<string> TypeNames(string room) => TypesByRoom.Value.TryGetValue(room, out var names) ? names : [];

    private static readonly Lazy<Dictionary<string, HashSet<string>>> TypesByRoom = new(() => typeof(Normalizer).Assembly.GetTypes()
        .Where(type => type.Namespace?.StartsWith(RootNamespace + ".", StringComparison.Ordinal) == true)
        .GroupBy(type => type.Namespace!.Split('.')[2])
        .ToDictionary(types => types.Key, types => types.Select(type => type.Name.Split('`')[0]).ToHashSet()));

    private static IEnumerable<(string File, int Line, string Code)> CodeLines(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var parts = Path.GetRelativePath(Source, file).Split(Path.DirectorySeparatorChar);
            if (parts.Contains("obj") || parts.Contains("bin")) continue;
            var number = 0;
            foreach (var line in File.ReadLines(file))
            {
                number++;
                var comment = line.IndexOf("//", StringComparison.Ordinal);
                var code = comment < 0 ? line : line[..comment];
                if (!string.IsNullOrWhiteSpace(code)) yield return (file, number, code);
            }
        }
    }

    [GeneratedRegex(@"\bDateTime(?:Offset)?\.(?:Now|UtcNow|Today)\b|\bTimeZoneInfo\b|\bNewtonsoft\b|\bSystemClock\b|\bGetSystemDefault\b", RegexOptions.None, 10_000)]
    private static partial Regex Forbidden();
}
