using System.Buffers.Text;
using System.Text;

namespace PostPurchase.Normalization.Adapters.Xml;

/// <summary>References, CDATA sections and comments inside XML text.</summary>
internal static class XmlText
{
    /// <summary>
    /// Writes the meaning of character data; never longer than the input. References that XML does not define (<c>&amp;reg;</c>)
    /// stay as they stand; markup inside (<c>&lt;SUP&gt;</c>) is left out.
    /// </summary>
    public static int Decode(ReadOnlySpan<byte> raw, Span<byte> target)
    {
        var written = 0;
        while (!raw.IsEmpty)
        {
            var special = raw.IndexOfAny((byte)'&', (byte)'<');
            var plain = special < 0 ? raw : raw[..special];
            plain.CopyTo(target[written..]);
            written += plain.Length;
            if (special < 0) break;
            raw = raw[special..];
            var used = raw[0] == '&' ? Reference(raw, target, ref written) : Markup(raw, target, ref written);
            raw = raw[used..];
        }
        return written;
    }

    private static int Markup(ReadOnlySpan<byte> raw, Span<byte> target, ref int written)
    {
        if (raw.StartsWith("<![CDATA["u8))
        {
            var end = raw.IndexOf("]]>"u8);
            var content = raw[9..(end < 0 ? raw.Length : end)];
            content.CopyTo(target[written..]);
            written += content.Length;
            return end < 0 ? raw.Length : end + 3;
        }
        if (raw.StartsWith("<!--"u8))
        {
            var end = raw.IndexOf("-->"u8);
            return end < 0 ? raw.Length : end + 3;
        }
        if (raw.StartsWith("<?"u8))
        {
            var end = raw.IndexOf("?>"u8);
            return end < 0 ? raw.Length : end + 2;
        }
        return TagLength(raw);
    }

    /// <summary>A tag ends at the first <c>&gt;</c> that stands in no attribute.</summary>
    private static int TagLength(ReadOnlySpan<byte> raw)
    {
        var at = 0;
        while (raw[at..].IndexOfAny((byte)'>', (byte)'"', (byte)'\'') is >= 0 and var next)
        {
            at += next + 1;
            if (raw[at - 1] == '>') return at;
            var close = raw[at..].IndexOf(raw[at - 1]);
            if (close < 0) break;
            at += close + 1;
        }
        return raw.Length;
    }

    private static int Reference(ReadOnlySpan<byte> raw, Span<byte> target, ref int written)
    {
        var end = raw.IndexOf((byte)';');
        if (end is > 1 and <= 10 && Meaning(raw[1..end]) is { } rune)
        {
            written += rune.EncodeToUtf8(target[written..]);
            return end + 1;
        }
        target[written++] = (byte)'&';
        return 1;
    }

    private static Rune? Meaning(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("amp"u8)) return new Rune('&');
        if (name.SequenceEqual("lt"u8)) return new Rune('<');
        if (name.SequenceEqual("gt"u8)) return new Rune('>');
        if (name.SequenceEqual("quot"u8)) return new Rune('"');
        if (name.SequenceEqual("apos"u8)) return new Rune('\'');
        if (name[0] != '#') return null;
        var hex = name.Length > 2 && (name[1] | 0x20) == 'x';
        var digits = name[(hex ? 2 : 1)..];
        var parsed = hex
            ? Utf8Parser.TryParse(digits, out int value, out var used, 'x')
            : Utf8Parser.TryParse(digits, out value, out used);
        return parsed && used == digits.Length && Rune.IsValid(value) ? new Rune(value) : null;
    }
}
