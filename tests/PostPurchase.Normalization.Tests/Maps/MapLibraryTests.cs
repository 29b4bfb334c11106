using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Maps;

public sealed class MapLibraryTests
{
    private static readonly byte[] UnknownCode = Payloads.Example("ups", "0107-alert-unknown-code");

    [Fact]
    public void A_host_adds_one_code_and_changes_another_without_copying_the_map()
    {
        var library = MapLibrary.BuiltIn.WithMap("""
            { "id": "ups", "sources": { "H1": "our own list" }, "codes": [ { "set": "scans", "rows": [
              { "code": "0Q", "type": "delay.weather", "source": "H1", "confidence": "medium" },
              { "code": "SR", "qualifier": "X", "type": "customs.held_other_agency", "source": "H1", "confidence": "medium" } ] } ] }
            """);

        Assert.Equal("delay.weather", TypeOf(library, UnknownCode));
        Assert.Equal("customs.held_other_agency", library.Find("ups")!.MainSet!.Find("SR"u8, "X"u8, default)!.Type.Code);
        Assert.Equal("customs.cleared", MapLibrary.BuiltIn.Find("ups")!.MainSet!.Find("SR"u8, "X"u8, default)!.Type.Code);
        Assert.Equal("pickup.completed", library.Find("ups")!.MainSet!.Find("PU"u8, "I"u8, default)!.Type.Code);
    }

    [Fact]
    public void A_host_removes_a_code()
    {
        var library = MapLibrary.BuiltIn.WithMap("""{ "id": "ups", "codes": [ { "set": "scans", "rows": [ { "code": "SR", "qualifier": "X", "remove": true } ] } ] }""");

        Assert.Null(library.Find("ups")!.MainSet!.Find("SR"u8, "X"u8, default));
    }

    [Fact]
    public void Layers_go_in_their_order_folders_then_code()
    {
        using var folder = new TemporaryFolder();
        folder.Write("ups/map.json", """{ "id": "ups", "codes": [ { "set": "scans", "rows": [ { "code": "0Q", "type": "delay.traffic", "source": "S1", "confidence": "low" } ] } ] }""");
        var library = MapLibrary.BuiltIn.WithFolder(folder.Path);

        Assert.Equal("delay.traffic", TypeOf(library, UnknownCode));
        Assert.Equal("delay.weather", TypeOf(library.WithMap("""{ "id": "ups", "codes": [ { "set": "scans", "rows": [ { "code": "0Q", "type": "delay.weather", "source": "S1", "confidence": "low" } ] } ] }"""), UnknownCode));
    }

    [Fact]
    public void A_map_that_cannot_be_used_tells_every_fault_with_file_and_line()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a/map.json", "{\n  \"id\": \"a\",\n  \"colour\": 1,\n  \"codes\": 5\n}");
        folder.Write("b/map.json", "{ not json");

        var thrown = Assert.Throws<MapException>(() => MapLibrary.BuiltIn.WithFolder(folder.Path));

        Assert.Equal([(3, MapFaultKind.BadMember), (4, MapFaultKind.BadMember), (1, MapFaultKind.NotJson)], thrown.Faults.Select(fault => (fault.Line, fault.Kind)));
        Assert.Contains("a" + Path.DirectorySeparatorChar + "map.json(3): the map has no member \"colour\"", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sources_are_inherited_with_the_rows_that_cite_them()
    {
        var library = MapLibrary.BuiltIn
            .WithMap("""{ "id": "northwind-base", "kind": "base", "sources": { "B1": "base list", "S1": "base, other" } }""")
            .WithMap("""{ "id": "northwind", "inherits": "northwind-base", "sources": { "S1": "own list" } }""");

        var sources = library.Find("northwind")!.Document.Sources;

        Assert.Equal([("B1", "base list"), ("S1", "own list")], sources.OrderBy(source => source.Key, StringComparer.Ordinal).Select(source => (source.Key, source.Value)));
    }

    [Fact]
    public void Names_are_ids_or_aliases_in_any_case()
    {
        Assert.Equal("dhl", MapLibrary.BuiltIn.FindId("DHL-Unified"));
        Assert.Equal("ups", MapLibrary.BuiltIn.FindId("ups"));
        Assert.Null(MapLibrary.BuiltIn.FindId("no such carrier"));
    }

    [Fact]
    public void Maps_that_inherit_from_each_other_end()
    {
        var library = MapLibrary.BuiltIn
            .WithMap("""{ "id": "a", "inherits": "b", "codes": [ { "set": "a", "rows": [] } ] }""")
            .WithMap("""{ "id": "b", "inherits": "a", "codes": [ { "set": "b", "rows": [] } ] }""");

        Assert.Equal(["a", "b"], library.Document("a")!.Codes.Select(set => set.Set));
        Assert.Equal(["b", "a"], library.Document("b")!.Codes.Select(set => set.Set));
    }

    [Fact]
    public async Task Reload_changes_the_maps_under_readers_that_never_wait_nor_see_half_of_one()
    {
        var weather = MapLibrary.BuiltIn.WithMap("""{ "id": "ups", "codes": [ { "set": "scans", "rows": [ { "code": "0Q", "type": "delay.weather", "source": "S1", "confidence": "low" } ] } ] }""");
        var normalizer = new Normalizer(MapLibrary.BuiltIn);
        using var stop = new CancellationTokenSource();
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested) seen.TryAdd(Assert.Single(normalizer.Normalize(UnknownCode).Events).Type.Code, true);
        })).ToArray();

        for (var i = 0; i < 50; i++)
        {
            normalizer.Reload(i % 2 == 0 ? weather : MapLibrary.BuiltIn);
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
        await stop.CancelAsync();
        await Task.WhenAll(readers);

        Assert.Equal(["delay.weather", "tracking.unmapped"], seen.Keys.Order());
    }

    private static string TypeOf(MapLibrary library, byte[] payload) => Assert.Single(new Normalizer(library).Normalize(payload).Events).Type.Code;
}
