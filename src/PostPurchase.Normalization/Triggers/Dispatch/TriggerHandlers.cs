namespace PostPurchase.Normalization.Triggers.Dispatch;

/// <summary>Handlers in the order in which they are called. Immutable and safe to share between threads.</summary>
/// <remarks>Names are kept with what came of a call, so that a retry leaves out those that have handled a trigger: a handler that gets another name is called again.</remarks>
public sealed class TriggerHandlers
{
    private readonly TriggerHandler[] _all;

    private TriggerHandlers(TriggerHandler[] all) => _all = all;

    /// <summary>No handlers.</summary>
    public static TriggerHandlers None { get; } = new([]);

    /// <summary>Names of the handlers, in the order in which they are called.</summary>
    public IReadOnlyList<string> Names => [.. _all.Select(handler => handler.Name)];

    internal ReadOnlyMemory<TriggerHandler> All => _all;

    /// <summary>With a handler more.</summary>
    /// <typeparam name="T">What it hears of: a trigger, a group, or all.</typeparam>
    /// <param name="name">Its name, not given twice.</param>
    /// <param name="handler">The handler; called by several threads at once where the options say so.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public TriggerHandlers With<T>(string name, ITriggerHandler<T> handler)
        where T : ShipmentTrigger
    {
        ArgumentNullException.ThrowIfNull(handler);
        return With<T>(name, handler.HandleAsync);
    }

    /// <summary>With a handler more, given as a function.</summary>
    /// <typeparam name="T">What it hears of: a trigger, a group, or all.</typeparam>
    /// <param name="name">Its name, not given twice.</param>
    /// <param name="handle">Acts on a trigger.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public TriggerHandlers With<T>(string name, Func<T, CancellationToken, ValueTask> handle)
        where T : ShipmentTrigger
    {
        ArgumentNullException.ThrowIfNull(handle);
        return With(new DelegateHandler<T>(name, handle));
    }

    /// <summary>With a handler more, given as a function that uses services. Each call has services of a scope of its own.</summary>
    /// <typeparam name="T">What it hears of: a trigger, a group, or all.</typeparam>
    /// <param name="name">Its name, not given twice.</param>
    /// <param name="handle">Acts on a trigger.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public TriggerHandlers With<T>(string name, Func<T, IServiceProvider, CancellationToken, ValueTask> handle)
        where T : ShipmentTrigger
    {
        ArgumentNullException.ThrowIfNull(handle);
        return With(new ServiceHandler<T>(name, handle));
    }

    private TriggerHandlers With(TriggerHandler handler)
    {
        ArgumentException.ThrowIfNullOrEmpty(handler.Name);
        if (_all.Any(known => known.Name == handler.Name)) throw new ArgumentException($"Two handlers are called '{handler.Name}'.", nameof(handler));
        return new([.. _all, handler]);
    }
}

/// <summary>A handler of whatever type, closed over it where it was registered.</summary>
internal abstract class TriggerHandler(string name)
{
    public string Name { get; } = name;

    /// <summary>Whether a call needs services.</summary>
    public virtual bool IsScoped => false;

    public abstract bool Hears(ShipmentTrigger trigger);

    public abstract ValueTask HandleAsync(ShipmentTrigger trigger, IServiceProvider? services, CancellationToken cancellationToken);
}

internal sealed class DelegateHandler<T>(string name, Func<T, CancellationToken, ValueTask> handle) : TriggerHandler(name)
    where T : ShipmentTrigger
{
    public override bool Hears(ShipmentTrigger trigger) => trigger is T;

    public override ValueTask HandleAsync(ShipmentTrigger trigger, IServiceProvider? services, CancellationToken cancellationToken) => handle((T)trigger, cancellationToken);
}

internal sealed class ServiceHandler<T>(string name, Func<T, IServiceProvider, CancellationToken, ValueTask> handle) : TriggerHandler(name)
    where T : ShipmentTrigger
{
    public override bool IsScoped => true;

    public override bool Hears(ShipmentTrigger trigger) => trigger is T;

    public override ValueTask HandleAsync(ShipmentTrigger trigger, IServiceProvider? services, CancellationToken cancellationToken) =>
        handle((T)trigger, services ?? throw new InvalidOperationException($"Handler '{Name}' uses services, and the dispatcher has none."), cancellationToken);
}
