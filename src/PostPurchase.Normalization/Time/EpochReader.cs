using NodaTime;
using PostPurchase.Normalization.Events;

namespace PostPurchase.Normalization.Time;

/// <summary>Reads counts since 1970-01-01 in UTC.</summary>
/// <remarks>
/// Years outside <see cref="TimeParts.FirstYear"/> to <see cref="TimeParts.LastYear"/> are refused: zero and negative counts are
/// placeholders, and a count of milliseconds read as seconds, or the reverse, falls outside too.
/// </remarks>
internal static class EpochReader
{
    private static readonly long First = Instant.FromUtc(TimeParts.FirstYear, 1, 1, 0, 0).ToUnixTimeSeconds();
    private static readonly long End = Instant.FromUtc(TimeParts.LastYear + 1, 1, 1, 0, 0).ToUnixTimeSeconds();

    /// <summary>Reads a text; on success nothing else of <paramref name="read"/> is left, else nothing is written.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, bool isMilliseconds, ref TimeParts read)
    {
        long count = 0;
        var at = 0;
        for (; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9'; at++)
        {
            if (at == 15)
                return false;
            count = (count * 10) + text[at] - '0';
        }

        if (at == 0)
            return false;

        var nanoseconds = 0;
        var hasFraction = at < text.Length;
        if (hasFraction)
        {
            if (text[at++] != '.')
                return false;
            var length = TimePattern.ReadFraction(text, at, out nanoseconds);
            if (length == 0 || at + length != text.Length)
                return false;
        }

        var seconds = isMilliseconds ? count / 1000 : count;
        if (seconds < First || seconds >= End)
            return false;
        if (isMilliseconds)
            nanoseconds = ((int)(count % 1000) * 1_000_000) + (nanoseconds / 1000);

        read = new()
        {
            HasEpoch = true,
            ClockPrecision = isMilliseconds || hasFraction ? TimePrecision.Fraction : TimePrecision.Second,
            EpochSeconds = seconds,
            Nanoseconds = nanoseconds,
        };
        return true;
    }
}
