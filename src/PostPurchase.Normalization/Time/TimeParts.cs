using System.Runtime.CompilerServices;
using NodaTime;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Time;

/// <summary>What has been read of one time so far; date, clock time and offset may come from different texts.</summary>
internal struct TimeParts
{
    /// <summary>Years outside these are no times of parcels but placeholders (0001-01-01, 1900-01-01, 1970-01-01, 9999-12-31).</summary>
    public const int FirstYear = 1980;

    /// <inheritdoc cref="FirstYear"/>
    public const int LastYear = 2199;

    private const int SecondsPerDay = 24 * 3600;

    public bool HasDate;
    public bool HasTime;

    /// <summary>The clock time was 24:00 and stands as 00:00; the date is not yet moved on.</summary>
    public bool IsNextDay;

    public bool HasOffset;

    /// <summary>The offset stood as <c>Z</c> (or <c>-00:00</c>, which says as much).</summary>
    public bool OffsetWasZ;

    /// <summary>The text was a count since 1970; <see cref="EpochSeconds"/> holds it, and no other part but <see cref="Nanoseconds"/> is set.</summary>
    public bool HasEpoch;

    /// <summary>Precision of the clock time, or of the epoch.</summary>
    public TimePrecision ClockPrecision;

    public short Year;
    public byte Month;
    public byte Day;
    public byte Hour;
    public byte Minute;
    public byte Second;
    public int Nanoseconds;

    /// <summary>Local time minus UTC.</summary>
    public int OffsetSeconds;

    /// <summary>A zone abbreviation, packed by <see cref="ZoneAbbreviations.Pack"/>; zero when none was read.</summary>
    public ulong Abbreviation;

    /// <summary>Whole seconds since 1970; the fraction is in <see cref="Nanoseconds"/>.</summary>
    public long EpochSeconds;

    /// <summary>Whether nothing was read yet.</summary>
    public readonly bool IsEmpty => !(HasDate | HasTime | HasOffset | HasEpoch) && Abbreviation == 0;

    /// <summary>Precision of all that was read.</summary>
    public readonly TimePrecision Precision =>
        HasEpoch || HasTime ? ClockPrecision : HasDate ? TimePrecision.Day : TimePrecision.None;

    /// <summary>Takes over what a text yielded; what it did not yield stays as it was.</summary>
    public void Add(in TimeParts read)
    {
        if (read.HasEpoch)
        {
            this = read;
            return;
        }

        if (read.HasDate)
        {
            HasDate = true;
            (Year, Month, Day) = (read.Year, read.Month, read.Day);
        }

        if (read.HasTime)
        {
            HasTime = true;
            (Hour, Minute, Second, Nanoseconds) = (read.Hour, read.Minute, read.Second, read.Nanoseconds);
            (IsNextDay, ClockPrecision) = (read.IsNextDay, read.ClockPrecision);
        }

        if (read.HasOffset)
        {
            HasOffset = true;
            (OffsetSeconds, OffsetWasZ) = (read.OffsetSeconds, read.OffsetWasZ);
        }

        if (read.Abbreviation != 0)
            Abbreviation = read.Abbreviation;
    }

    /// <summary>Sets a day that is possible.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetDate(int year, int month, int day) => (Year, Month, Day, HasDate) = ((short)year, (byte)month, (byte)day, true);

    /// <summary>Sets a clock time of the day that was read, or will be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetClock(int hour, int minute, int second, int nanoseconds, TimePrecision precision)
    {
        (Hour, Minute, Second, Nanoseconds) = ((byte)hour, (byte)minute, (byte)second, nanoseconds);
        (HasTime, IsNextDay, ClockPrecision) = (true, false, precision);
    }

    /// <summary>Sets the offset of the local time, as read from a text of its own.</summary>
    public void SetOffset(int seconds, bool wasZ)
    {
        HasOffset = true;
        OffsetSeconds = seconds;
        OffsetWasZ = wasZ;
    }

    /// <summary>The local time; midnight of the day when no clock time was read. <see langword="false"/> without a date.</summary>
    public readonly bool TryGetLocal(out LocalDateTime local)
    {
        local = default;
        if (!HasDate)
            return false;

        var date = new LocalDate(Year, Month, Day);
        local = HasTime
            ? (IsNextDay ? date.PlusDays(1) : date) + LocalTime.FromHourMinuteSecondNanosecond(Hour, Minute, Second, Nanoseconds)
            : date.AtMidnight();
        return true;
    }

    /// <summary>The time as far as the texts alone tell it; the default value when they hold no date.</summary>
    /// <param name="isZDoubtful">Whether this format writes <c>Z</c> behind local times too.</param>
    public readonly EventTime ToEventTime(bool isZDoubtful = false)
    {
        if (HasEpoch)
            return EventTime.AtEpoch(EpochSeconds, Nanoseconds, ClockPrecision);
        if (!HasDate)
            return default;
        var basis = OffsetWasZ && isZDoubtful ? OffsetBasis.SentDoubtful : OffsetBasis.Sent;
        return EventTime.FromParts(Days, SecondOfDay, HasTime ? Nanoseconds : 0, HasOffset ? OffsetSeconds : null, Precision, basis);
    }

    /// <summary>The local time with an offset that the texts themselves do not tell; they hold a date.</summary>
    public readonly EventTime ToEventTime(int offsetSeconds, OffsetBasis basis, DstResolution resolution = DstResolution.None) =>
        EventTime.FromParts(Days, SecondOfDay, HasTime ? Nanoseconds : 0, offsetSeconds, Precision, basis, resolution);

    /// <summary>Seconds of the local time since 1970, as though it were UTC, or of the epoch; without a date nothing of sense.</summary>
    public readonly long Seconds => HasEpoch ? EpochSeconds : ((long)Days * SecondsPerDay) + SecondOfDay;

    private readonly int Days => Calendar.DaysSinceEpoch(Year, Month, Day) + (HasTime && IsNextDay ? 1 : 0);

    private readonly int SecondOfDay => HasTime ? (Hour * 3600) + (Minute * 60) + Second : 0;
}
