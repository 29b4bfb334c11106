namespace PostPurchase.Normalization.Maps;

/// <summary>Maps that a host gave cannot be used. Thrown at set-up, with every fault; never while payloads are read.</summary>
public sealed class MapException : Exception
{
    /// <summary>Creates the exception from all faults found.</summary>
    /// <param name="faults">At least one.</param>
    public MapException(IReadOnlyList<MapFault> faults)
        : base("Carrier maps cannot be used:" + string.Concat(faults.Select(fault => Environment.NewLine + "  " + fault))) => Faults = faults;

    /// <summary>Every fault, in file order.</summary>
    public IReadOnlyList<MapFault> Faults { get; }
}
