namespace PostPurchase.Normalization.Adapters.Json;

/// <summary>Walks a JSON payload along a plan; all that the plan does not name is checked and skipped.</summary>
internal static class JsonWalker
{
    /// <summary>Fills the captures, which the caller has cleared, with what the plan names; gives the first fault.</summary>
    /// <remarks>
    /// The index takes what is well-formed. Whatever it does not take is read again byte by byte, so that there is one place that
    /// says what is wrong and where, and which shipments a payload that breaks off still holds.
    /// </remarks>
    public static ReadFault Walk(ReadOnlySpan<byte> payload, PlanNode root, Captures captures)
    {
        if (JsonIndex.IsSupported && captures.Index.TryBuild(payload) && IndexedWalker.TryWalk(payload, root, captures)) return default;
        captures.Clear();
        return ScanningWalker.Walk(payload, root, captures);
    }
}
