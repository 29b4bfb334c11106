using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PostPurchase.Normalization.Triggers;
using PostPurchase.Normalization.Triggers.Catalogue;
using PostPurchase.Normalization.Triggers.Dispatch;
using PostPurchase.Normalization.Triggers.Rules;
using PostPurchase.Normalization.Triggers.Rules.Reading;
using PostPurchase.Normalization.Triggers.Stores;

namespace PostPurchase.Normalization.Hosting;

/// <summary>Says which rules fire, what handles them, and what keeps them.</summary>
public sealed class TriggerBuilder
{
    private readonly List<RuleSource> _sources = [];
    private bool _isWithoutBuiltIn;

    internal TriggerBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services that are set up.</summary>
    public IServiceCollection Services { get; }

    internal TriggerHandlers Handlers { get; private set; } = TriggerHandlers.None;

    internal TrackerOptions Tracker { get; private set; } = new();

    internal DispatchOptions Dispatch { get; private set; } = new();

    internal TriggerWorkerOptions Worker { get; private set; } = new();

    /// <summary>Leaves the built-in rules out, or all but some of them.</summary>
    /// <param name="except">Names of those that stay.</param>
    public TriggerBuilder WithoutBuiltInRules(params string[] except)
    {
        _isWithoutBuiltIn = true;
        return except.Length == 0 ? this : AddRules(() => TriggerCatalogue.Rules.Where(rule => except.Contains(rule.Name)));
    }

    /// <summary>Adds rules of the host.</summary>
    /// <param name="rules">The rules; no two, nor one and a built-in one, with the same name.</param>
    public TriggerBuilder AddRules(params IEnumerable<TriggerRule> rules) => AddRules(() => rules);

    /// <summary>Adds the rules of a file; read when the rules are first asked for, which throws <see cref="RuleException"/> where it is no file of rules.</summary>
    /// <param name="path">A JSON file of rules.</param>
    /// <param name="reloadOnChange">
    /// Whether the tracker of the same container takes the file's rules again when it changes. A file with faults is not taken: they are logged with file
    /// and line, and the rules read before stay in force.
    /// </param>
    /// <remarks>Several files are taken together or not at all. A <see cref="TriggerEngine"/> that the container gave before keeps the rules that it has.</remarks>
    public TriggerBuilder AddRuleFile(string path, bool reloadOnChange = false)
    {
        var full = Path.GetFullPath(path);
        _sources.Add(new(() => RuleFile.Read(File.ReadAllBytes(full), path), reloadOnChange ? full : null));
        return this;
    }

    /// <summary>Adds a handler that the container makes, one for each call, in a scope of that call.</summary>
    /// <typeparam name="T">What it hears of: a trigger, a group, or all.</typeparam>
    /// <typeparam name="THandler">The handler; scoped, unless it was added to the services otherwise before.</typeparam>
    /// <param name="name">Its name, not given twice; <see langword="null"/> for that of its type and what it hears of.</param>
    public TriggerBuilder On<T, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(string? name = null)
        where T : ShipmentTrigger
        where THandler : class, ITriggerHandler<T>
    {
        Services.TryAddScoped<THandler>();
        return On<T>(name ?? $"{typeof(THandler).FullName}({typeof(T).Name})", static (trigger, services, cancellationToken) => services.GetRequiredService<THandler>().HandleAsync(trigger, cancellationToken));
    }

    /// <summary>Adds a handler given as a function.</summary>
    /// <typeparam name="T">What it hears of: a trigger, a group, or all.</typeparam>
    /// <param name="name">Its name, not given twice.</param>
    /// <param name="handle">Acts on a trigger.</param>
    public TriggerBuilder On<T>(string name, Func<T, CancellationToken, ValueTask> handle)
        where T : ShipmentTrigger
    {
        Handlers = Handlers.With(name, handle);
        return this;
    }

    /// <summary>Adds a handler given as a function that uses services of a scope of the call.</summary>
    /// <typeparam name="T">What it hears of: a trigger, a group, or all.</typeparam>
    /// <param name="name">Its name, not given twice.</param>
    /// <param name="handle">Acts on a trigger.</param>
    public TriggerBuilder On<T>(string name, Func<T, IServiceProvider, CancellationToken, ValueTask> handle)
        where T : ShipmentTrigger
    {
        Handlers = Handlers.With(name, handle);
        return this;
    }

    /// <summary>Says what keeps shipments and triggers; without it they are kept in memory.</summary>
    /// <param name="make">Makes the store, once for the process.</param>
    public TriggerBuilder UseStore(Func<IServiceProvider, IShipmentStore> make)
    {
        Services.Replace(ServiceDescriptor.Singleton(make));
        return this;
    }

    /// <summary>Says how reports are taken in.</summary>
    /// <param name="options">The options.</param>
    public TriggerBuilder ConfigureTracker(TrackerOptions options)
    {
        Tracker = options;
        return this;
    }

    /// <summary>Says how handlers are called.</summary>
    /// <param name="options">The options.</param>
    public TriggerBuilder ConfigureDispatch(DispatchOptions options)
    {
        Dispatch = options;
        return this;
    }

    /// <summary>Lets the host tick and dispatch in the background: at the next due instant, and at once when something fired in this process.</summary>
    /// <param name="options">How it works; <see langword="null"/> for the defaults.</param>
    public TriggerBuilder AddWorker(TriggerWorkerOptions? options = null)
    {
        Worker = options ?? Worker;
        Services.AddHostedService<TriggerWorker>();
        return this;
    }

    /// <summary>Where the rules come from, in the order in which they are in force.</summary>
    internal IReadOnlyList<RuleSource> Sources => _isWithoutBuiltIn ? [.. _sources] : [new(() => TriggerCatalogue.Rules, null), .. _sources];

    private TriggerBuilder AddRules(Func<IEnumerable<TriggerRule>> rules)
    {
        _sources.Add(new(() => [.. rules()], null));
        return this;
    }
}

/// <summary>Where rules come from.</summary>
/// <param name="Read">Reads them.</param>
/// <param name="WatchedFile">The file, where they are read again when it changes.</param>
internal sealed record RuleSource(Func<IReadOnlyList<TriggerRule>> Read, string? WatchedFile);
