using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Maps;

namespace PostPurchase.Normalization.Hosting;

/// <summary>Says what a host adds to the built-in maps.</summary>
public sealed class NormalizationBuilder
{
    private readonly List<Func<MapLibrary, MapLibrary>> _layers = [];

    internal NormalizationBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services that are set up.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Lays a folder of carrier maps over what is there; read when the normalizer is first asked for.</summary>
    /// <param name="folder">A folder with <c>&lt;carrier&gt;/map.json</c> in it.</param>
    public NormalizationBuilder AddMapFolder(string folder)
    {
        _layers.Add(library => library.WithFolder(folder));
        return this;
    }

    /// <summary>Lays one map, given as text, over what is there.</summary>
    /// <param name="json">A map file's content; it may hold nothing but an id and the rows that differ.</param>
    public NormalizationBuilder AddMap([StringSyntax(StringSyntaxAttribute.Json)] string json)
    {
        _layers.Add(library => library.WithMap(json));
        return this;
    }

    /// <summary>Adds a hand-written adapter, created once by the container.</summary>
    /// <typeparam name="TAdapter">The adapter.</typeparam>
    public NormalizationBuilder AddAdapter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TAdapter>()
        where TAdapter : class, ICarrierAdapter
    {
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<ICarrierAdapter, TAdapter>());
        return this;
    }

    internal MapLibrary Library() => _layers.Aggregate(MapLibrary.BuiltIn, (library, layer) => layer(library));
}
