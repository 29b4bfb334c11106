using System.Text;
using NodaTime;

namespace PostPurchase.Normalization.Events;

/// <summary>When something happened: the local time as the carrier sent it and, only where it is known, its offset from UTC.</summary>
/// <remarks>
/// Immutable, 16 bytes. The default value is "no time" (<see cref="IsKnown"/> is <see langword="false"/>).
/// Without an offset there is no instant: a local time is never taken for UTC. ISO calendar, years 1 to 9998.
/// Two values are equal when all that is known of them is equal: the same instant told with two offsets, or with the same offset
/// on two grounds, is not equal.
/// </remarks>
public readonly struct EventTime : IEquatable<EventTime>
{
    // Bits of _packed: 0-16 offset in seconds + 64800, 17 offset is known, 18-20 precision, 21-24 basis, 25-26 resolution.
    private const int OffsetBias = 18 * 3600;
    private const uint OffsetMask = (1u << 17) - 1;
    private const uint HasOffsetBit = 1u << 17;
    private const int PrecisionShift = 18;
    private const int BasisShift = 21;
    private const int ResolutionShift = 25;

    /// <summary>The last year of which every offset's instant is still of four digits.</summary>
    internal const int LastYear = 9998;

    private readonly long _localSeconds;
    private readonly int _nanoseconds;
    private readonly uint _packed;

    private EventTime(LocalDateTime local, Offset? offset, TimePrecision precision, OffsetBasis basis, DstResolution resolution)
    {
        if (local.Calendar != CalendarSystem.Iso || local.Year is < 1 or > LastYear)
            throw new ArgumentOutOfRangeException(nameof(local), local, "An event's time is in the ISO calendar, years 1 to 9998.");
        if (precision is TimePrecision.None or > TimePrecision.Fraction)
            throw new ArgumentOutOfRangeException(nameof(precision), precision, "A time has a precision of a day or finer.");

        var kept = Trim(local, precision);
        _localSeconds = kept.InUtc().ToInstant().ToUnixTimeSeconds();
        _nanoseconds = kept.NanosecondOfSecond;
        _packed = (uint)precision << PrecisionShift;
        if (offset is { } known)
        {
            _packed |= HasOffsetBit | (uint)(known.Seconds + OffsetBias) | ((uint)basis << BasisShift) | ((uint)resolution << ResolutionShift);
        }
    }

    /// <summary>Whether there is a time at all; <see langword="false"/> for the default value.</summary>
    public bool IsKnown => Precision != TimePrecision.None;

    /// <summary>The clock on the wall where it happened, as sent; midnight when <see cref="Precision"/> is a day.</summary>
    /// <value>The default of <see cref="LocalDateTime"/> when there is no time.</value>
    public LocalDateTime Local => IsKnown ? LocalAsInstant.InUtc().LocalDateTime : default;

    /// <summary>The local calendar day.</summary>
    /// <value>The default of <see cref="LocalDate"/> when there is no time.</value>
    public LocalDate Date => Local.Date;

    /// <summary>Local time minus UTC; <see langword="null"/> when nothing says which zone the local time is in.</summary>
    public Offset? Offset => HasOffset ? KnownOffset : null;

    /// <summary>The moment in UTC; <see langword="null"/> when the offset is not known.</summary>
    /// <value>Of a day sent with an offset: the day's first moment.</value>
    public Instant? Instant => HasOffset ? Moment(_localSeconds - OffsetSeconds, _nanoseconds) : null;

    /// <summary>How fine the time was sent.</summary>
    public TimePrecision Precision => (TimePrecision)((_packed >> PrecisionShift) & 0x7);

    /// <summary>Where the offset comes from; <see cref="OffsetBasis.None"/> when it is not known.</summary>
    public OffsetBasis Basis => (OffsetBasis)((_packed >> BasisShift) & 0xF);

    /// <summary>How a local time was read that the zone's clocks skip or repeat.</summary>
    public DstResolution DstResolution => (DstResolution)((_packed >> ResolutionShift) & 0x3);

    /// <summary>Whole seconds of the clock on the wall since 1970, as though it were UTC; 0 when there is no time.</summary>
    internal long LocalSeconds => _localSeconds;

    internal int Nanoseconds => _nanoseconds;

    /// <summary>Ticks of the clock on the wall since 1970, as though it were UTC; 0 when there is no time.</summary>
    internal long LocalTicks => (_localSeconds * NodaConstants.TicksPerSecond) + (_nanoseconds / NodaConstants.NanosecondsPerTick);

    /// <summary>Days of the clock on the wall since 1970, as though it were UTC; 0 when there is no time.</summary>
    internal long LocalDay => (_localSeconds < 0 ? _localSeconds - NodaConstants.SecondsPerDay + 1 : _localSeconds) / NodaConstants.SecondsPerDay;

    /// <summary>Ticks of the moment since 1970 where the offset is known, else <see cref="LocalTicks"/>.</summary>
    internal long MomentTicks => HasOffset ? LocalTicks - (OffsetSeconds * NodaConstants.TicksPerSecond) : LocalTicks;

    /// <summary>Local time minus UTC in seconds; 0 when it is not known.</summary>
    internal int OffsetSeconds => HasOffset ? (int)(_packed & OffsetMask) - OffsetBias : 0;

    internal bool HasOffset => (_packed & HasOffsetBit) != 0;

    private Offset KnownOffset => NodaTime.Offset.FromSeconds(OffsetSeconds);

    private Instant LocalAsInstant => Moment(_localSeconds, _nanoseconds);

    /// <summary>From parts that are known to be possible: the days since 1970 and the time of day that was read.</summary>
    internal static EventTime FromParts(int days, int secondOfDay, int nanoseconds, int? offsetSeconds, TimePrecision precision, OffsetBasis basis, DstResolution resolution = DstResolution.None)
    {
        if (precision == TimePrecision.Day)
        {
            (secondOfDay, nanoseconds) = (0, 0);
            if (basis is not (OffsetBasis.Sent or OffsetBasis.SentDoubtful)) offsetSeconds = null;
        }
        var packed = (uint)precision << PrecisionShift;
        if (offsetSeconds is { } offset) packed |= HasOffsetBit | (uint)(offset + OffsetBias) | ((uint)basis << BasisShift) | ((uint)resolution << ResolutionShift);
        return new(((long)days * NodaConstants.SecondsPerDay) + secondOfDay, nanoseconds, packed);
    }

    /// <summary>A moment told as a count since 1970 that is known to be possible: shown in UTC.</summary>
    internal static EventTime AtEpoch(long seconds, int nanoseconds, TimePrecision precision) =>
        new(seconds, nanoseconds, ((uint)precision << PrecisionShift) | HasOffsetBit | OffsetBias | ((uint)OffsetBasis.Epoch << BasisShift));

    private EventTime(long localSeconds, int nanoseconds, uint packed)
    {
        _localSeconds = localSeconds;
        _nanoseconds = nanoseconds;
        _packed = packed;
    }

    /// <summary>A calendar day without a clock time or an offset.</summary>
    /// <param name="day">The local day; ISO calendar.</param>
    /// <returns>A time with the precision of a day.</returns>
    public static EventTime OnDay(LocalDate day) => new(day.AtMidnight(), null, TimePrecision.Day, OffsetBasis.None, DstResolution.None);

    /// <summary>A local time of which the offset is not known.</summary>
    /// <param name="local">The local time as sent; parts finer than <paramref name="precision"/> are dropped.</param>
    /// <param name="precision">How fine it was sent.</param>
    /// <returns>A time without offset and instant.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Another calendar, a year outside 1 to 9998, or no precision.</exception>
    public static EventTime AtLocal(LocalDateTime local, TimePrecision precision = TimePrecision.Second) =>
        new(local, null, precision, OffsetBasis.None, DstResolution.None);

    /// <summary>A local time whose offset is known.</summary>
    /// <remarks>A day takes an offset only if that was sent; on any other basis it stays without, since a day is not a moment.</remarks>
    /// <param name="local">The local time as sent; parts finer than <paramref name="precision"/> are dropped.</param>
    /// <param name="offset">Local time minus UTC.</param>
    /// <param name="precision">How fine it was sent.</param>
    /// <param name="basis">Where the offset comes from; not <see cref="OffsetBasis.None"/>.</param>
    /// <param name="resolution">How a skipped or repeated local time was read.</param>
    /// <returns>A time with an instant.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Another calendar, a year outside 1 to 9998, no precision, or no basis.</exception>
    public static EventTime AtOffset(
        LocalDateTime local, Offset offset, TimePrecision precision, OffsetBasis basis, DstResolution resolution = DstResolution.None)
    {
        if (basis is OffsetBasis.None or > OffsetBasis.Carrier)
            throw new ArgumentOutOfRangeException(nameof(basis), basis, "An offset has a basis.");
        if (resolution > DstResolution.Overlap)
            throw new ArgumentOutOfRangeException(nameof(resolution), resolution, "Not a resolution.");

        return precision == TimePrecision.Day && basis is not (OffsetBasis.Sent or OffsetBasis.SentDoubtful)
            ? OnDay(local.Date)
            : new(local, offset, precision, basis, resolution);
    }

    /// <summary>A moment in UTC, shown on the clock that is <paramref name="offset"/> ahead of it.</summary>
    /// <param name="instant">The moment.</param>
    /// <param name="offset">Local time minus UTC; zero where the place's zone is not known.</param>
    /// <param name="precision">How fine it was sent.</param>
    /// <param name="basis">Where moment and offset come from, mostly <see cref="OffsetBasis.Epoch"/>.</param>
    /// <returns>A time with an instant.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A year outside 1 to 9998, no precision, or no basis.</exception>
    public static EventTime AtInstant(Instant instant, Offset offset, TimePrecision precision, OffsetBasis basis) =>
        AtOffset(instant.WithOffset(offset).LocalDateTime, offset, precision, basis);

    /// <summary>Whether all that is known of two times is the same.</summary>
    public static bool operator ==(EventTime left, EventTime right) => left.Equals(right);

    /// <summary>Whether anything known of two times differs.</summary>
    public static bool operator !=(EventTime left, EventTime right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(EventTime other) =>
        _localSeconds == other._localSeconds && _nanoseconds == other._nanoseconds && _packed == other._packed;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EventTime other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_localSeconds, _nanoseconds, _packed);

    /// <summary>ISO 8601: <c>2024-11-22</c>, <c>2024-11-22T13:58:00</c>, <c>2024-11-22T13:58:00-05:00</c>; empty when there is no time.</summary>
    public override string ToString()
    {
        if (!IsKnown)
            return string.Empty;

        Span<byte> text = stackalloc byte[IsoText.MaxLength];
        var length = Precision == TimePrecision.Day ? IsoText.Write(Date, text) : IsoText.Write(Local, text);
        if (HasOffset)
            length += IsoText.Write(KnownOffset, text[length..]);
        return Encoding.ASCII.GetString(text[..length]);
    }

    private static Instant Moment(long seconds, int nanoseconds)
    {
        var whole = NodaTime.Instant.FromUnixTimeSeconds(seconds);
        return nanoseconds == 0 ? whole : whole.PlusNanoseconds(nanoseconds);
    }

    private static LocalDateTime Trim(LocalDateTime local, TimePrecision precision) => precision switch
    {
        TimePrecision.Day => local.Date.AtMidnight(),
        TimePrecision.Minute => local.Date + new LocalTime(local.Hour, local.Minute),
        TimePrecision.Second => local.Date + new LocalTime(local.Hour, local.Minute, local.Second),
        _ => local,
    };
}
