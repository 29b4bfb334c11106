using System.Text;

namespace PostPurchase.Normalization.Adapters.Json;

/// <summary>Escapes of JSON strings.</summary>
internal static class JsonText
{
    /// <summary>Writes the meaning of an escaped string whose syntax has been checked; never longer than the input. A lone surrogate becomes U+FFFD.</summary>
    public static int Unescape(ReadOnlySpan<byte> escaped, Span<byte> target)
    {
        var written = 0;
        while (!escaped.IsEmpty)
        {
            var backslash = escaped.IndexOf((byte)'\\');
            var plain = backslash < 0 ? escaped : escaped[..backslash];
            plain.CopyTo(target[written..]);
            written += plain.Length;
            if (backslash < 0) break;
            escaped = escaped[(backslash + 1)..];
            if (escaped.IsEmpty) break;
            if (escaped[0] == 'u')
            {
                written += Rune(ref escaped).EncodeToUtf8(target[written..]);
                continue;
            }
            target[written++] = escaped[0] switch
            {
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                var other => other,
            };
            escaped = escaped[1..];
        }
        return written;
    }

    private static Rune Rune(ref ReadOnlySpan<byte> escaped)
    {
        var high = CodeUnit(ref escaped);
        if (System.Text.Rune.TryCreate(high, out var rune)) return rune;
        if (char.IsHighSurrogate(high) && escaped is [(byte)'\\', (byte)'u', ..])
        {
            var rest = escaped[1..];
            var low = CodeUnit(ref rest);
            if (System.Text.Rune.TryCreate(high, low, out rune))
            {
                escaped = rest;
                return rune;
            }
        }
        return System.Text.Rune.ReplacementChar;
    }

    private static char CodeUnit(ref ReadOnlySpan<byte> escaped)
    {
        var unit = 0;
        var digits = Math.Min(4, escaped.Length - 1);
        for (var i = 1; i <= digits; i++) unit = (unit << 4) | HexDigit(escaped[i]);
        escaped = escaped[(digits + 1)..];
        return (char)unit;
    }

    private static int HexDigit(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
