using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;
using PostPurchase.Normalization.Triggers.Stores.Json;

namespace PostPurchase.Normalization.Triggers;

/// <summary>What a host knows of a shipment and rules may read: order value, customer tier, gift. Immutable.</summary>
[JsonConverter(typeof(ShipmentAttributesJsonConverter))]
public sealed class ShipmentAttributes
{
    private readonly ImmutableSortedDictionary<string, AttributeValue> _values;

    private ShipmentAttributes(ImmutableSortedDictionary<string, AttributeValue> values) => _values = values;

    /// <summary>No attributes.</summary>
    public static ShipmentAttributes None { get; } = new(ImmutableSortedDictionary.Create<string, AttributeValue>(StringComparer.Ordinal));

    /// <summary>All of them, by name.</summary>
    public IReadOnlyDictionary<string, AttributeValue> Values => _values;

    /// <summary>With one attribute more, or another value of it.</summary>
    /// <param name="name">Compared exactly.</param>
    /// <param name="value">A number, a text, a truth value or a moment.</param>
    public ShipmentAttributes With(string name, AttributeValue value) => new(_values.SetItem(name, value));

    /// <summary>Finds an attribute.</summary>
    /// <param name="name">Compared exactly.</param>
    /// <param name="value">Its value.</param>
    public bool TryGet(string name, out AttributeValue value) => _values.TryGetValue(name, out value);
}

/// <summary>The value of an attribute: one of its members is set.</summary>
public readonly record struct AttributeValue
{
    /// <summary>A number.</summary>
    public decimal? Number { get; private init; }

    /// <summary>A text.</summary>
    public string? Text { get; private init; }

    /// <summary>A truth value.</summary>
    public bool? Truth { get; private init; }

    /// <summary>A moment.</summary>
    public Instant? Moment { get; private init; }

    /// <summary>A number.</summary>
    public static implicit operator AttributeValue(decimal number) => new() { Number = number };

    /// <summary>A number.</summary>
    public static implicit operator AttributeValue(int number) => new() { Number = number };

    /// <summary>A text.</summary>
    public static implicit operator AttributeValue(string text) => new() { Text = text };

    /// <summary>A truth value.</summary>
    public static implicit operator AttributeValue(bool truth) => new() { Truth = truth };

    /// <summary>A moment.</summary>
    public static implicit operator AttributeValue(Instant moment) => new() { Moment = moment };

    /// <summary>The value as a text.</summary>
    public override string ToString() => Text ?? Number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? Truth?.ToString() ?? Moment?.ToString() ?? "";
}
