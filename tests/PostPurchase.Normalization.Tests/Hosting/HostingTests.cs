using Microsoft.Extensions.DependencyInjection;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Hosting;

public sealed class HostingTests
{
    private static readonly byte[] UnknownCode = Payloads.Example("ups", "0107-alert-unknown-code");

    private static string Row(string type) => $$"""{ "id": "ups", "codes": [ { "set": "scans", "rows": [ { "code": "0Q", "type": "{{type}}", "source": "S1", "confidence": "low" } ] } ] }""";

    [Fact]
    public void One_normalizer_serves_the_process()
    {
        var services = new ServiceCollection();
        services.AddPostPurchaseNormalization();
        using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        using var scope = provider.CreateScope();

        Assert.Same(provider.GetRequiredService<Normalizer>(), scope.ServiceProvider.GetRequiredService<Normalizer>());
        Assert.Equal("tracking.unmapped", TypeOf(provider));
    }

    [Fact]
    public void Options_are_taken_over()
    {
        var services = new ServiceCollection();
        services.AddPostPurchaseNormalization(new() { MaxPayloadBytes = 10 });
        using var provider = services.BuildServiceProvider();

        Assert.Equal(ProblemKind.TooLarge, Assert.Single(provider.GetRequiredService<Normalizer>().Normalize(UnknownCode).Problems).Kind);
    }

    [Fact]
    public void Layers_go_in_the_order_in_which_they_were_added()
    {
        using var folder = new TemporaryFolder();
        folder.Write("ups/map.json", Row("delay.traffic"));

        Assert.Equal("delay.traffic", TypeOf(builder => builder.AddMap(Row("delay.weather")).AddMapFolder(folder.Path)));
        Assert.Equal("delay.weather", TypeOf(builder => builder.AddMapFolder(folder.Path).AddMap(Row("delay.weather"))));
    }

    [Fact]
    public void Adding_it_again_adds_to_what_is_there()
    {
        var services = new ServiceCollection();
        services.AddPostPurchaseNormalization().AddMap(Row("delay.traffic"));
        services.AddPostPurchaseNormalization().AddMap(Row("delay.weather"));
        using var provider = services.BuildServiceProvider();

        Assert.Single(provider.GetServices<Normalizer>());
        Assert.Equal("delay.weather", TypeOf(provider));
    }

    [Fact]
    public void Adapters_come_from_the_container_once()
    {
        var services = new ServiceCollection();
        services.AddSingleton(new Prefix("NW"));
        services.AddPostPurchaseNormalization().AddAdapter<PrefixAdapter>().AddAdapter<PrefixAdapter>();
        using var provider = services.BuildServiceProvider();

        var result = provider.GetRequiredService<Normalizer>().Normalize("NW42"u8);

        Assert.Equal(("northwind", "NW42"), (result.Carrier, Assert.Single(result.Events).TrackingNumber));
        Assert.Single(provider.GetServices<ICarrierAdapter>());
    }

    [Fact]
    public void A_map_that_cannot_be_used_throws_when_the_normalizer_is_first_asked_for()
    {
        var services = new ServiceCollection();
        services.AddPostPurchaseNormalization().AddMap("{ \"id\": \"ups\",\n \"colour\": 1 }");
        using var provider = services.BuildServiceProvider();

        var thrown = Assert.Throws<MapException>(provider.GetRequiredService<Normalizer>);

        Assert.Equal((2, MapFaultKind.BadMember), (thrown.Faults[0].Line, thrown.Faults[0].Kind));
        Assert.Throws<MapException>(provider.GetRequiredService<Normalizer>);
    }

    [Fact]
    public void A_folder_that_is_not_there_throws_when_the_normalizer_is_first_asked_for()
    {
        var services = new ServiceCollection();
        services.AddPostPurchaseNormalization().AddMapFolder(Path.Combine(Path.GetTempPath(), "no-such-folder-of-maps"));
        using var provider = services.BuildServiceProvider();

        Assert.Throws<DirectoryNotFoundException>(provider.GetRequiredService<Normalizer>);
    }

    private static string TypeOf(Func<Normalization.Hosting.NormalizationBuilder, Normalization.Hosting.NormalizationBuilder> setUp)
    {
        var services = new ServiceCollection();
        setUp(services.AddPostPurchaseNormalization());
        using var provider = services.BuildServiceProvider();
        return TypeOf(provider);
    }

    private static string TypeOf(IServiceProvider provider) => Assert.Single(provider.GetRequiredService<Normalizer>().Normalize(UnknownCode).Events).Type.Code;

    private sealed record Prefix(string Text);

    private sealed class PrefixAdapter(Prefix prefix) : ICarrierAdapter
    {
        public AdapterFormat Format { get; } = new("northwind-prefix", "northwind", "scans");

        public bool Recognizes(ReadOnlySpan<byte> utf8Payload) => utf8Payload.StartsWith(System.Text.Encoding.UTF8.GetBytes(prefix.Text));

        public void Read(ReadOnlySpan<byte> utf8Payload, ScanWriter scans)
        {
            scans.BeginShipment(utf8Payload);
            scans.Add(new() { Code = "10"u8 });
        }
    }
}
