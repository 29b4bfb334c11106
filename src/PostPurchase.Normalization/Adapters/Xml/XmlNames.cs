using System.Runtime.CompilerServices;

namespace PostPurchase.Normalization.Adapters.Xml;

/// <summary>
/// The names of the elements that were met inside an element so far, or of its attributes, prefixes included, in the order in which carriers write them. Immutable;
/// whoever learns more makes another.
/// </summary>
internal sealed class XmlNames
{
    public static readonly XmlNames None = new([new()]);

    /// <summary>So many names are remembered; beyond that, payloads are odd or hostile.</summary>
    private const int MostNames = 96;
    private const int LongestName = 128;

    /// <summary>The names, and one behind them that stands nowhere.</summary>
    private readonly XmlName[] _names;

    private XmlNames(XmlName[] names) => _names = names;

    /// <summary>How many there are; the name at that index stands nowhere.</summary>
    public int Count => _names.Length - 1;

    public ref readonly XmlName this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _names[index];
    }

    /// <summary>Looks a name up, those from the expected one on first; the one behind it is expected next.</summary>
    public bool TryFind(ReadOnlySpan<byte> name, ref int expected, out PlanNode? child)
    {
        for (var tried = 0; tried < Count; tried++)
        {
            var index = expected + tried < Count ? expected + tried : expected + tried - Count;
            if (!name.SequenceEqual(_names[index].Name)) continue;
            expected = index + 1;
            child = _names[index].Child;
            return true;
        }
        child = null;
        return false;
    }

    /// <summary>
    /// The same with one name more where it was met; itself where enough are known, or it is too long. Threads that learn at once may undo each other; what is lost is
    /// learnt again.
    /// </summary>
    public XmlNames With(ReadOnlySpan<byte> name, PlanNode? child, ref int expected)
    {
        if (Count == MostNames || name.Length > LongestName) return this;
        var more = new XmlNames([.. _names.AsSpan(0, expected), new(name.ToArray(), child), .. _names.AsSpan(expected)]);
        expected++;
        return more;
    }
}

/// <summary>The name of an element or attribute as it is written, and what to do with it.</summary>
internal readonly struct XmlName
{
    private readonly WrittenName _written;

    public XmlName() => _written = new();

    public XmlName(byte[] name, PlanNode? child)
    {
        _written = new(name);
        Child = child;
        IsPlain = child is null || child.IsPlain;
    }

    /// <summary>What to do with what has the name; <see langword="null"/> where it is of no interest.</summary>
    public PlanNode? Child { get; }

    /// <summary>Whether its text is at most kept.</summary>
    public bool IsPlain { get; }

    /// <summary>Length of the name in bytes.</summary>
    public int Length => _written.Length;

    public ReadOnlySpan<byte> Name => _written.Bytes;

    /// <summary>Whether a text goes on like the name at a position; the name that stands there may be longer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool StandsAt(ref byte text, int textLength, int position) => _written.StandsAt(ref text, textLength, position);
}
