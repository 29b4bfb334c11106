namespace PostPurchase.Normalization.Time;

/// <summary>Works out, lane by lane, what a <see cref="TimeLayout"/> compares and where it takes its digits from.</summary>
internal sealed class LayoutLanes
{
    /// <summary>Digits of a fraction that are read at once.</summary>
    public const int FractionDigits = 8;

    private const byte AllBits = 0xFF;
    private const byte AllBitsButCase = 0xDF;
    private const byte AllBitsButSign = 0xFF ^ '+' ^ '-';

    private readonly byte[] _bits = new byte[TextLanes.Count];
    private readonly byte[] _letters = new byte[TextLanes.Count];
    private readonly byte[] _digits = Nowhere();
    private readonly byte[] _rest = Nowhere();
    private readonly int _length;

    public LayoutLanes(ReadOnlySpan<byte> text, in TimePlaces places)
    {
        _length = text.Length;
        for (var at = 0; at < text.Length; at++) Compare(at, AllBits);
        Read(places.Of(TimePart.Year), 4, _digits);
        Read(places.Of(TimePart.Month), 6, _digits);
        Read(places.Of(TimePart.Day), 8, _digits);
        Read(places.Of(TimePart.Hour), 10, _digits);
        Read(places.Of(TimePart.Minute), 12, _digits);
        Read(places.Of(TimePart.Second), 14, _digits);
        ReadFraction(places.Of(TimePart.Fraction));
        ReadOffset(text, places.Of(TimePart.Offset));
        ReadName(places.Of(TimePart.MonthName));
        ReadWeekday(text, places.Of(TimePart.Weekday));
        ReadMark(text, places.Of(TimePart.Mark));
    }

    /// <summary>The bits that are the same in all texts of the layout.</summary>
    public TextLanes Bits => TextLanes.From(_bits);

    /// <summary>Where letters of a weekday stand, whatever they are.</summary>
    public TextLanes Letters => TextLanes.From(_letters);

    /// <summary>Where the digits of year, month, day, hour, minute and second come from: four, then two each, led by nothing where there are fewer.</summary>
    public TextLanes Digits => TextLanes.From(_digits);

    /// <summary>Where the first digits of the fraction come from, followed by nothing where there are fewer, then hours and minutes of the offset.</summary>
    public TextLanes Rest => TextLanes.From(_rest);

    /// <summary>Whether the offset has hours; else it is the same in all texts.</summary>
    public bool HasOffset { get; private set; }

    /// <summary>Where the sign of the offset ends.</summary>
    public int SignAt { get; private set; }

    private void Read((int At, int Length) place, int end, byte[] lanes)
    {
        for (var i = 0; i < place.Length; i++)
        {
            Gather(lanes, end - place.Length + i, place.At + i);
            Compare(place.At + i, 0);
        }
    }

    private void ReadFraction((int At, int Length) place)
    {
        for (var i = 0; i < place.Length; i++)
        {
            if (i < FractionDigits) Gather(_rest, i, place.At + i);
            Compare(place.At + i, 0);
        }
    }

    /// <summary>Hours and minutes; an offset that tells them otherwise (<c>+5.5</c>) or not at all (<c>Z</c>) is the same in all texts.</summary>
    private void ReadOffset(ReadOnlySpan<byte> text, (int At, int Length) place)
    {
        var first = place.At + Math.Max(0, text.Slice(place.At, place.Length).IndexOfAnyInRange((byte)'0', (byte)'9'));
        var rest = text[first..(place.At + place.Length)];
        var hours = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is var end and >= 0 ? end : rest.Length;
        var (minutesAt, minutes) = hours == 4 ? (first + 2, 2) : (first + hours + 1, rest.Length - hours - 1);
        if (hours == 4) hours = 2;
        if (hours == 0 || minutes == 1) return;
        HasOffset = true;
        SignAt = first - 1;
        if (text[SignAt] is (byte)'+' or (byte)'-') Compare(SignAt, AllBitsButSign);
        Read((first, hours), FractionDigits + 2, _rest);
        Read((minutesAt, Math.Max(0, minutes)), FractionDigits + 4, _rest);
    }

    private void ReadName((int At, int Length) place)
    {
        for (var i = 0; i < place.Length; i++) Compare(place.At + i, 0);
    }

    private void ReadWeekday(ReadOnlySpan<byte> text, (int At, int Length) place)
    {
        for (var at = place.At; at < place.At + place.Length; at++)
        {
            if (!char.IsAsciiLetter((char)text[at])) continue;
            Compare(at, 0);
            _letters[TextLanes.LaneOf(at, _length)] = AllBits;
        }
    }

    private void ReadMark(ReadOnlySpan<byte> text, (int At, int Length) place)
    {
        for (var i = 0; i < place.Length; i++)
        {
            if (i == 0) Compare(place.At, 0);
            else if (char.IsAsciiLetter((char)text[place.At + i])) Compare(place.At + i, AllBitsButCase);
        }
    }

    private void Compare(int at, byte bits) => _bits[TextLanes.LaneOf(at, _length)] = bits;

    private void Gather(byte[] lanes, int target, int at)
    {
        var lane = TextLanes.LaneOf(at, _length);
        lanes[lane < TextLanes.Half ? target : TextLanes.Half + target] = (byte)(lane % TextLanes.Half);
    }

    private static byte[] Nowhere()
    {
        var lanes = new byte[TextLanes.Count];
        lanes.AsSpan().Fill(TextLanes.NoLane);
        return lanes;
    }
}
