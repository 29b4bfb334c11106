using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PostPurchase.Normalization.Triggers;

/// <summary>What makes a repeat of a trigger recognisable: made of the shipment's key, the rule and the cause, and of nothing else.</summary>
/// <remarks>The same fact gives the same id after a restart, on another machine, and when the whole history is replayed. Its text is 32 hexadecimal digits.</remarks>
public readonly record struct TriggerId
{
    private readonly UInt128 _value;

    private TriggerId(UInt128 value) => _value = value;

    /// <summary>Reads the text of an id.</summary>
    /// <param name="text">32 hexadecimal digits.</param>
    /// <param name="id">The id.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out TriggerId id)
    {
        var isId = UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && text!.Length == 32;
        id = isId ? new(value) : default;
        return isId;
    }

    /// <summary>32 hexadecimal digits.</summary>
    public override string ToString() => _value.ToString("x32", CultureInfo.InvariantCulture);

    internal static TriggerId Of(string shipmentKey, string rule, string cause)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{shipmentKey}\n{rule}\n{cause}"), hash);
        return new(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash));
    }
}

/// <summary>An id that was worked out; an object, so that threads see all of it or nothing.</summary>
internal sealed record KnownTriggerId(TriggerId Value);
