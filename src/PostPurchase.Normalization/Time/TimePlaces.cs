using System.Runtime.CompilerServices;

namespace PostPurchase.Normalization.Time;

/// <summary>A part of a time that stands somewhere in a text.</summary>
internal enum TimePart
{
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Fraction,
    MonthName,
    Weekday,

    /// <summary>AM or PM.</summary>
    Mark,

    Offset,
    Abbreviation,
}

/// <summary>Where the parts of a time were found in a text.</summary>
internal struct TimePlaces
{
    private Ends _ends;

    /// <summary>Whether hours count from 1 to 12.</summary>
    public bool IsHalfDay;

    /// <summary>Whether another text of the same form, with digits and names of its own, might be read in another way.</summary>
    public bool DependOnValues;

    public readonly bool Has(TimePart part) => _ends[(int)part].End != 0;

    /// <summary>First byte and length; both zero where the part was not found.</summary>
    public readonly (int At, int Length) Of(TimePart part) => (_ends[(int)part].At, _ends[(int)part].End - _ends[(int)part].At);

    public void Set(TimePart part, int at, int length)
    {
        if (length > 0) _ends[(int)part] = ((byte)at, (byte)(at + length));
    }

    /// <summary>Takes note of places that were found on the way to nothing.</summary>
    public void Abandon(in TimePlaces found) =>
        DependOnValues |= found.DependOnValues || IsNew(found, TimePart.MonthName) || IsNew(found, TimePart.Mark) || IsNew(found, TimePart.Offset) || IsNew(found, TimePart.Abbreviation);

    private readonly bool IsNew(in TimePlaces found, TimePart part) => found.Has(part) && !Has(part);

    [InlineArray((int)TimePart.Abbreviation + 1)]
    private struct Ends
    {
        private (byte At, byte End) _first;
    }
}
