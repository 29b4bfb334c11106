using System.Runtime.CompilerServices;

namespace PostPurchase.Normalization.Adapters;

/// <summary>
/// The names of an object's members as a plan knows them, in the order in which carriers write them as far as that was learnt: those of
/// children, and those met before that nobody asked for. Immutable; whoever learns more makes another.
/// </summary>
internal sealed class MemberNames
{
    /// <summary>Stands for no name where an index is asked for.</summary>
    public const int Unknown = -1;

    /// <summary>So many names of no interest are remembered, and so often is the order changed; beyond that, payloads are odd or hostile.</summary>
    private const int MostLearnt = 64;
    private const int LongestIgnored = 128;

    private readonly MemberName[] _names;
    private readonly int _ordered;
    private readonly int _learnt;

    public MemberNames(IEnumerable<PlanNode> children)
        : this([.. children.Select(child => new MemberName(child.Utf8Name, child)), MemberName.End], 0, 0)
    {
    }

    /// <summary>Keeps names.</summary>
    /// <param name="names">The names, and one behind them that stands nowhere.</param>
    /// <param name="ordered">So many of them were met, and stand in order; the rest was not met yet.</param>
    /// <param name="learnt">How often something was learnt.</param>
    private MemberNames(MemberName[] names, int ordered, int learnt)
    {
        _names = names;
        _ordered = ordered;
        _learnt = learnt;
    }

    /// <summary>How many there are; the name at that index stands nowhere.</summary>
    public int Count => _names.Length - 1;

    public ref readonly MemberName this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _names[index];
    }

    /// <summary>Index of a name that is one of these.</summary>
    public int IndexOf(ref readonly MemberName name) => (int)(Unsafe.ByteOffset(ref _names[0], ref Unsafe.AsRef(in name)) / Unsafe.SizeOf<MemberName>());

    /// <summary>Index of a name, written without escapes; the names from <paramref name="expected"/> on are tried first.</summary>
    public int IndexOf(ReadOnlySpan<byte> name, int expected)
    {
        for (var i = expected; i < Count; i++)
        {
            if (name.SequenceEqual(_names[i].Name)) return i;
        }
        for (var i = 0; i < expected; i++)
        {
            if (name.SequenceEqual(_names[i].Name)) return i;
        }
        return Unknown;
    }

    /// <summary>The same with one more name of no interest; itself where enough was learnt, or it is too long.</summary>
    public MemberNames With(ReadOnlySpan<byte> ignored, int index) =>
        _learnt == MostLearnt || ignored.Length > LongestIgnored ? this : new([.. _names.AsSpan(0, index), new(ignored, null), .. _names.AsSpan(index)], Math.Max(_ordered, index) + 1, _learnt + 1);

    /// <summary>The same with a name moved to where it was met instead of the expected one; itself where the order only leaves some out, or enough was learnt.</summary>
    public MemberNames Moved(int from, int expected)
    {
        var isMet = from < _ordered;
        if (_learnt == MostLearnt || (isMet && from > expected)) return this;
        var others = _names.ToList();
        others.RemoveAt(from);
        others.Insert(from < expected ? expected - 1 : expected, _names[from]);
        return new([.. others], isMet ? _ordered : Math.Max(_ordered, expected) + 1, _learnt + 1);
    }
}

/// <summary>A name as it is written, in quotes and with a colon behind it, and what to do with its value.</summary>
internal readonly struct MemberName
{
    /// <summary>In place of a scope: nobody asked for the value.</summary>
    public const int Ignored = -1;

    /// <summary>In place of a scope: there is more to do than to keep a text.</summary>
    private const int Special = -2;

    /// <summary>Stands nowhere.</summary>
    public static readonly MemberName End = new();

    private readonly WrittenName _written;

    public MemberName() => _written = new();

    public MemberName(ReadOnlySpan<byte> name, PlanNode? child)
    {
        _written = new([(byte)'"', .. name, (byte)'"', (byte)':']);
        Child = child;
        Scope = child is null ? Ignored : child.IsPlain && !child.FirstSlot.IsList ? child.FirstSlot.Scope : Special;
        Slot = child?.FirstSlot.Slot ?? 0;
    }

    /// <summary>Length in bytes, quotes and colon included.</summary>
    public int Length => _written.Length;

    /// <summary>The scope whose slot takes a text under this name, if nothing else is to be done with it; negative for none.</summary>
    public int Scope { get; }

    /// <summary>That slot.</summary>
    public int Slot { get; }

    /// <summary>What to do with the value; <see langword="null"/> where it is of no interest.</summary>
    public PlanNode? Child { get; }

    /// <summary>Whether a text is at most kept, and a null passed over.</summary>
    public bool IsSimple
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Scope >= Ignored;
    }

    public ReadOnlySpan<byte> Name => _written.Bytes[1..^2];

    /// <summary>Whether the name stands at a position of a text, so written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool StandsAt(ref byte text, int textLength, int position) => _written.StandsAt(ref text, textLength, position);
}
