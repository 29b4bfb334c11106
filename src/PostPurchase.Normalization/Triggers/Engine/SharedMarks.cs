namespace PostPurchase.Normalization.Triggers.Engine;

/// <summary>Marks that a log shares with those that it grows into: each reads only as many as there were, and whoever adds first goes on in place.</summary>
/// <param name="marks">Those that are there.</param>
internal sealed class SharedMarks(Mark[] marks)
{
    private readonly Mark[] _marks = marks;
    private int _taken = marks.Length;

    public static SharedMarks None { get; } = new([]);

    public ReadOnlySpan<Mark> Of(int count) => _marks.AsSpan(0, count);

    /// <summary>Adds behind the first <paramref name="count"/>: here where nobody has, else in a copy.</summary>
    public SharedMarks With(int count, ReadOnlySpan<Mark> added)
    {
        if (count + added.Length <= _marks.Length && Interlocked.CompareExchange(ref _taken, count + added.Length, count) == count)
        {
            added.CopyTo(_marks.AsSpan(count));
            return this;
        }
        var needed = count + added.Length;
        // What fires at a first look at a long history is mostly all; what fires scan by scan goes on.
        var copy = new Mark[needed + (count == 0 ? Math.Min(needed, 8) : needed)];
        Of(count).CopyTo(copy);
        added.CopyTo(copy.AsSpan(count));
        return new(copy) { _taken = needed };
    }
}
