using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PostPurchase.Normalization.Adapters.Json;

/// <summary>What stands behind the bytes of a <see cref="ShapeStep"/>.</summary>
internal enum ShapeStepKind : byte
{
    /// <summary>A text; the bytes end with its opening quote, those of the next step begin with its closing one.</summary>
    Text,

    /// <summary>A number or truth value.</summary>
    Literal,

    /// <summary>The items of a list; the bytes end with its opening bracket, those of the next step begin behind its closing one.</summary>
    List,

    /// <summary>Nothing: the object ends there.</summary>
    End,
}

/// <summary>All that is written from the end of one value of an object up to the beginning of the next: brackets, names, separators, and words that nobody asked for.</summary>
internal readonly struct ShapeStep
{
    private readonly Vector256<byte> _head;
    private readonly Vector256<byte> _mask;
    private readonly Vector256<byte> _tail;
    private readonly byte[] _written;

    /// <summary>Describes a step.</summary>
    /// <param name="written">The bytes.</param>
    /// <param name="tokens">How many of them are indexed.</param>
    /// <param name="kind">What stands behind them.</param>
    public ShapeStep(ReadOnlySpan<byte> written, int tokens, ShapeStepKind kind)
    {
        _written = written.ToArray();
        Length = written.Length;
        Tokens = tokens;
        Kind = kind;
        Span<byte> head = stackalloc byte[Vector256<byte>.Count];
        Span<byte> mask = stackalloc byte[Vector256<byte>.Count];
        head.Clear();
        mask.Clear();
        var length = Math.Min(Length, head.Length);
        written[..length].CopyTo(head);
        mask[..length].Fill(0xFF);
        _head = Vector256.Create<byte>(head);
        _mask = Vector256.Create<byte>(mask);
        _tail = Length < head.Length ? default : Vector256.Create(written[^head.Length..]);
    }

    /// <summary>How many bytes.</summary>
    public int Length { get; }

    /// <summary>How many of them are indexed.</summary>
    public int Tokens { get; }

    public ShapeStepKind Kind { get; }

    /// <summary>Number of the step to try where this one does not fit; 0 for none.</summary>
    public int Otherwise { get; init; }

    /// <summary>Number of the value behind.</summary>
    public int Number { get; init; }

    /// <summary>The slot that takes the value behind in the object's own instance; the one behind all slots if none does.</summary>
    public int Slot { get; init; }

    /// <summary>Where the value behind is put: its <see cref="Slot"/> or its <see cref="Number"/>.</summary>
    public int Target { get; init; }

    /// <summary>The way that the step was learnt from, as an index.</summary>
    public int Way { get; init; }

    /// <summary>So many of the way's actions are to be done before what stands behind is read.</summary>
    public int Actions { get; init; }

    /// <summary>What the value before stands in; <see langword="null"/> where there is none.</summary>
    public ShapeFrame? Around { get; init; }

    /// <summary>So many of the way's actions are to be done before anything is walked there.</summary>
    public int ActionsAround { get; init; }

    /// <summary>The node of a list; <see langword="null"/> where nobody asked for it.</summary>
    public PlanNode? List { get; init; }

    /// <summary>Levels from the object to the list, both included.</summary>
    public int Level { get; init; }

    public bool IsSameAs(in ShapeStep other) => Kind == other.Kind && Tokens == other.Tokens && _written.AsSpan().SequenceEqual(other._written);

    /// <summary>Whether the bytes stand at a position of a text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool StandsAt(ref byte text, int textLength, int position)
    {
        if (position + Vector256<byte>.Count > textLength) return IsSame(ref text, textLength, position);
        if (((Vector256.LoadUnsafe(ref text, (nuint)position) ^ _head) & _mask) != Vector256<byte>.Zero) return false;
        return Length <= Vector256<byte>.Count || HasTail(ref text, textLength, position);
    }

    /// <summary>The same, but says no where that takes more than two comparisons.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsAtOnce(ref byte text, int textLength, int position)
    {
        if (position + Vector256<byte>.Count > textLength || ((Vector256.LoadUnsafe(ref text, (nuint)position) ^ _head) & _mask) != Vector256<byte>.Zero) return false;
        if (Length <= Vector256<byte>.Count) return true;
        var end = position + Length;
        return Length <= 2 * Vector256<byte>.Count && end <= textLength && Vector256.LoadUnsafe(ref text, (nuint)(end - Vector256<byte>.Count)) == _tail;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HasTail(ref byte text, int textLength, int position)
    {
        var end = position + Length;
        return end <= textLength && Vector256.LoadUnsafe(ref text, (nuint)(end - Vector256<byte>.Count)) == _tail
            && (Length <= 2 * Vector256<byte>.Count || IsSame(ref text, textLength, position));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IsSame(ref byte text, int textLength, int position) =>
        position + Length <= textLength && MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref text, position), Length).SequenceEqual(_written);
}
