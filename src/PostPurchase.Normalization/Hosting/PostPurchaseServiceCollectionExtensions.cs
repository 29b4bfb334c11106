using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Extensions;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Hosting;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Triggers;
using PostPurchase.Normalization.Triggers.Dispatch;
using PostPurchase.Normalization.Triggers.Stores;

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

    /// <summary>Adds a <see cref="ShipmentTracker"/> and a <see cref="TriggerDispatcher"/> with the built-in rules, one of each for the whole process.</summary>
    /// <param name="services">The services.</param>
    /// <returns>A builder for rules, handlers and the store; where it was added before, the same one.</returns>
    /// <remarks>
    /// Time is that of an <see cref="IClock"/> among the services, or else of a <see cref="TimeProvider"/>, or else the system's. Rules that cannot be used
    /// throw when the tracker is first asked for.
    /// </remarks>
    public static TriggerBuilder AddPostPurchaseTriggers(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.FirstOrDefault(service => service.ServiceType == typeof(TriggerBuilder))?.ImplementationInstance is TriggerBuilder known) return known;
        var builder = new TriggerBuilder(services);
        services.AddSingleton(builder);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IClock>(provider => provider.GetRequiredService<TimeProvider>().ToClock());
        services.TryAddSingleton<IShipmentStore, InMemoryShipmentStore>();
        services.TryAddSingleton(provider => new RulesInForce(builder.Sources, builder.Tracker.Calendar, provider.GetRequiredService<TimeProvider>(), provider.GetService<ILogger<ShipmentTracker>>()));
        services.TryAddSingleton(provider => provider.GetRequiredService<RulesInForce>().Engine);
        services.TryAddSingleton(provider => provider.GetRequiredService<RulesInForce>().KeepIn(new(
            provider.GetRequiredService<TriggerEngine>(), provider.GetRequiredService<IShipmentStore>(), provider.GetRequiredService<IClock>(), builder.Tracker,
            provider.GetService<ILogger<ShipmentTracker>>())));
        services.TryAddSingleton(provider => new TriggerDispatcher(
            provider.GetRequiredService<IShipmentStore>(), builder.Handlers, provider.GetRequiredService<IClock>(), builder.Dispatch,
            provider.GetRequiredService<IServiceScopeFactory>(), provider.GetService<ILogger<TriggerDispatcher>>()));
        return builder;
    }
}
