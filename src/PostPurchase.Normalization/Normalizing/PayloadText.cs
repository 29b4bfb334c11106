using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>Brings payloads to UTF-8. What is UTF-8 already, nearly all, is passed through untouched.</summary>
internal static class PayloadText
{
    private const int DeclarationLength = 256;

    /// <summary>Gives the payload as UTF-8 without a byte order mark.</summary>
    /// <param name="payload">The bytes as received.</param>
    /// <param name="utf8">The same text in UTF-8.</param>
    /// <param name="rented">A buffer to return to the shared pool afterwards; <see langword="null"/> where none was needed.</param>
    /// <param name="faultOffset">Where the text stops being what it claims to be; negative where it does not.</param>
    public static void Prepare(ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> utf8, out byte[]? rented, out int faultOffset)
    {
        rented = null;
        faultOffset = -1;
        utf8 = payload;
        if (payload.StartsWith("\uFEFF"u8)) utf8 = payload[3..];
        else if (Declared(payload) is { } encoding)
        {
            utf8 = Transcode(payload, encoding, out rented);
            return;
        }
        if (!Utf8.IsValid(utf8)) faultOffset = payload.Length - utf8.Length + FirstInvalid(utf8);
    }

    private static Encoding? Declared(ReadOnlySpan<byte> payload) => payload switch
    {
        [0xFF, 0xFE, ..] or [(byte)'{' or (byte)'[' or (byte)'<', 0, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] or [0, (byte)'{' or (byte)'[' or (byte)'<', ..] => Encoding.BigEndianUnicode,
        [(byte)'<', (byte)'?', ..] => DeclaredInXml(payload[..Math.Min(payload.Length, DeclarationLength)]),
        _ => null,
    };

    private static Encoding? DeclaredInXml(ReadOnlySpan<byte> head)
    {
        var end = head.IndexOf("?>"u8);
        if (end >= 0) head = head[..end];
        var at = head.IndexOf("encoding"u8);
        if (at < 0) return null;
        var rest = head[at..];
        var quote = rest.IndexOfAny((byte)'"', (byte)'\'');
        if (quote < 0) return null;
        var name = rest[(quote + 1)..];
        var close = name.IndexOf(rest[quote]);
        if (close < 0) return null;
        Span<char> lower = stackalloc char[close];
        for (var i = 0; i < close; i++) lower[i] = char.ToLowerInvariant((char)name[i]);
        return lower switch
        {
            "iso-8859-1" or "latin1" or "us-ascii" => Encoding.Latin1,
            "windows-1252" or "cp1252" or "iso-8859-15" or "windows-1250" or "iso-8859-2" or "windows-1251" => CodePagesEncodingProvider.Instance.GetEncoding(lower.ToString()),
            _ => null,
        };
    }

    private static ReadOnlySpan<byte> Transcode(ReadOnlySpan<byte> payload, Encoding encoding, out byte[] rented)
    {
        var preamble = encoding.Preamble;
        if (!preamble.IsEmpty && payload.StartsWith(preamble)) payload = payload[preamble.Length..];
        var chars = ArrayPool<char>.Shared.Rent(encoding.GetMaxCharCount(payload.Length));
        var charCount = encoding.GetChars(payload, chars);
        rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(charCount));
        var length = Encoding.UTF8.GetBytes(chars.AsSpan(0, charCount), rented);
        ArrayPool<char>.Shared.Return(chars);
        return rented.AsSpan(0, length);
    }

    private static int FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        var offset = 0;
        while (offset < utf8.Length && Rune.DecodeFromUtf8(utf8[offset..], out _, out var used) == OperationStatus.Done) offset += used;
        return offset;
    }
}
