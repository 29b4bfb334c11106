using PostPurchase.Normalization.Adapters;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>The buffers of one thread, grown to the payloads that it reads and used again.</summary>
internal sealed class Workspace
{
    [ThreadStatic]
    private static Workspace? _free;

    public Captures Captures { get; } = new();

    public List<string> Candidates { get; } = [];

    /// <summary>What events share; only the comfortable door needs it.</summary>
    public EventPools Pools => field ??= new();

    /// <summary>Takes the thread's workspace; a sink that normalizes in turn gets another.</summary>
    public static Workspace Take()
    {
        var workspace = _free ?? new Workspace();
        _free = null;
        return workspace;
    }

    public static void GiveBack(Workspace workspace) => _free = workspace;
}
