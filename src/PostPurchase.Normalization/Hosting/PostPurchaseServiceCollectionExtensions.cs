using Microsoft.Extensions.DependencyInjection.Extensions;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Hosting;
using PostPurchase.Normalization.Normalizing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Sets normalization up in a host's services.</summary>
public static class PostPurchaseServiceCollectionExtensions
{
    /// <summary>Adds a <see cref="Normalizer"/>, one for the whole process.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">How it works; <see langword="null"/> for the defaults.</param>
    /// <returns>A builder for a host's own maps and adapters; where it was added before, the same one, and the first options hold.</returns>
    /// <remarks>A host's map that cannot be used throws <see cref="PostPurchase.Normalization.Maps.MapException"/> when the normalizer is first asked for.</remarks>
    public static NormalizationBuilder AddPostPurchaseNormalization(this IServiceCollection services, NormalizerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.FirstOrDefault(service => service.ServiceType == typeof(NormalizationBuilder))?.ImplementationInstance is NormalizationBuilder known) return known;
        var builder = new NormalizationBuilder(services);
        services.AddSingleton(builder);
        services.TryAddSingleton(provider => new Normalizer(builder.Library(), options, provider.GetServices<ICarrierAdapter>()));
        return builder;
    }
}
