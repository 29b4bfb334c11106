using System.Diagnostics.CodeAnalysis;

namespace PostPurchase.Normalization.Taxonomy;

/// <summary>What happened, as one word of the taxonomy, such as <c>customs.held_documents</c>.</summary>
/// <remarks>
/// An open value: beside the constants there are types that a host registers, and codes read back from storage that this
/// version does not know. All of them keep their code and are equal when their codes are. The default value is
/// <c>tracking.unmapped</c>. The taxonomy is documented in <c>carrier-maps/taxonomy</c>.
/// </remarks>
public readonly partial struct EventType : IEquatable<EventType>, ISpanFormattable, IUtf8SpanFormattable
{
    private readonly EventTypeDescriptor? _descriptor;

    internal EventType(EventTypeDescriptor descriptor) => _descriptor = descriptor;

    /// <summary>All types of the taxonomy in the order of their numbers; a host's own types are not among them.</summary>
    public static IReadOnlyList<EventType> All => EventTypeRegistry.All;

    /// <summary>The stable text of the type: <c>group.what_happened</c>, or the bare group where nothing finer is known.</summary>
    public string Code => Descriptor.Code;

    /// <summary>The stable number of the type in the taxonomy; 0 for a host's own types and unknown codes.</summary>
    public int Number => Descriptor.Number;

    /// <summary>The code up to its first dot.</summary>
    public string Group => Descriptor.Group;

    /// <summary>The coarser type whose statement also holds whenever this one does; the type itself where there is none.</summary>
    /// <remarks>It may stand in another group: <c>pickup.completed</c> is a kind of <c>acceptance.completed</c>.</remarks>
    public EventType Parent => new(EventTypeRegistry.ParentOf(Descriptor));

    /// <summary>What the type is about.</summary>
    public EventScope Scope => Descriptor.Scope;

    /// <summary>The phase that it puts a parcel in; <see cref="Milestone.None"/> where it moves nothing.</summary>
    public Milestone Milestone => Descriptor.Milestone;

    /// <summary>How things stand after it.</summary>
    public Condition Condition => Descriptor.Condition;

    /// <summary>How urgent it is.</summary>
    public Severity Severity => Descriptor.Severity;

    /// <summary>Whether a parcel is expected to end with it. An expectation and no wall: see <see cref="Reopens"/>.</summary>
    public bool IsEndExpected => Descriptor.IsEndExpected;

    /// <summary>Whether a parcel that had ended goes on after it, as after <c>exception.found</c> or <c>tracking.delivery_retracted</c>.</summary>
    public bool Reopens => Descriptor.Reopens;

    /// <summary>Who has to act, unless the event itself says otherwise.</summary>
    public Party ActionBy => Descriptor.ActionBy;

    /// <summary>Who caused it, unless the event itself says otherwise.</summary>
    public Party CausedBy => Descriptor.CausedBy;

    /// <summary>The kind of trouble it is, such as <see cref="Pitfalls.CustomsDocuments"/>; <see langword="null"/> where it is none.</summary>
    public string? Pitfall => Descriptor.Pitfall;

    /// <summary>Whether it is computed from other events and the clock; some carriers send it as well.</summary>
    public bool IsDerived => Descriptor.IsDerived;

    /// <summary>What the type says, in one sentence; empty for unknown codes.</summary>
    public string Definition => Descriptor.Definition;

    /// <summary>The version of the taxonomy that brought it; empty for a host's own types and unknown codes.</summary>
    public string Since => Descriptor.Since;

    /// <summary>Whether the taxonomy or the host defines it. An unknown code is kept, but nothing is known of it.</summary>
    public bool IsKnown => Descriptor.IsKnown;

    // The generic of everything that no map row covers is also what an event is before anything is said of it.
    private EventTypeDescriptor Descriptor => _descriptor ?? EventTypeRegistry.Unmapped;

    /// <summary>The type with that code: a constant, a registered type, or else an open value that keeps the code.</summary>
    /// <param name="code">Compared exactly. Empty text stands for <c>tracking.unmapped</c>.</param>
    public static EventType FromCode(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (TryFind(code, out var known)) return known;
        return code.Length == 0 ? default : new(EventTypeDescriptor.Open(code));
    }

    /// <inheritdoc cref="FromCode(string)"/>
    public static EventType FromCode(ReadOnlySpan<char> code)
    {
        if (TryFind(code, out var known)) return known;
        return code.IsEmpty ? default : new(EventTypeDescriptor.Open(code.ToString()));
    }

    /// <summary>Finds a constant or a registered type by its code, without allocating.</summary>
    /// <param name="code">Compared exactly.</param>
    /// <param name="type">The type; <c>tracking.unmapped</c> when the code is not known.</param>
    public static bool TryFind(ReadOnlySpan<char> code, out EventType type)
    {
        var descriptor = EventTypeRegistry.Find(code);
        type = descriptor is null ? default : new(descriptor);
        return descriptor is not null;
    }

    /// <inheritdoc cref="TryFind(ReadOnlySpan{char}, out EventType)"/>
    public static bool TryFind(ReadOnlySpan<byte> code, out EventType type)
    {
        Span<char> text = stackalloc char[EventTypeRegistry.MaxCodeLength];
        type = default;
        if (code.Length > text.Length) return false;
        for (var i = 0; i < code.Length; i++)
        {
            if (code[i] > 0x7F) return false;
            text[i] = (char)code[i];
        }

        return TryFind(text[..code.Length], out type);
    }

    /// <summary>Finds a constant by its stable number.</summary>
    /// <param name="number">As stored from <see cref="Number"/>.</param>
    /// <param name="type">The type; <c>tracking.unmapped</c> when no type has that number.</param>
    public static bool TryFind(int number, out EventType type)
    {
        var descriptor = EventTypeRegistry.Find(number);
        type = descriptor is null ? default : new(descriptor);
        return descriptor is not null;
    }

    /// <summary>Makes a type of the host's own known, in the whole process. Safe to call from several threads.</summary>
    /// <param name="code">
    /// <c>prefix:name</c>, at most 96 characters, such as <c>acme:quality_check</c> or <c>acme:quality.passed</c>. The prefix is lower-case letters, digits and
    /// hyphens and names the host; the name is lower-case letters, digits and underscores, in one or more parts joined by dots;
    /// each starts with a letter.
    /// </param>
    /// <param name="definition">What the type means. Registering the same code with the same definition again changes nothing.</param>
    /// <returns>The registered type.</returns>
    /// <exception cref="ArgumentException">The code has not that form, or the definition names an unknown parent or a value that is no member of its enum.</exception>
    /// <exception cref="InvalidOperationException">The code is registered with another definition.</exception>
    /// <remarks>Register at start-up: an open value that was made of the code before stays equal to the type, but knows nothing of it.</remarks>
    public static EventType Register(string code, EventTypeDefinition definition) => new(EventTypeRegistry.Register(code, definition));

    /// <summary>Whether this is <paramref name="type"/> or a finer kind of it, following <see cref="Parent"/>.</summary>
    /// <param name="type">The coarser type, such as <see cref="DeliveryAttempt.Refused"/>.</param>
    public bool Is(EventType type)
    {
        for (var descriptor = Descriptor; ;)
        {
            if (Same(descriptor, type.Descriptor)) return true;
            var parent = EventTypeRegistry.ParentOf(descriptor);
            if (ReferenceEquals(parent, descriptor)) return false;
            descriptor = parent;
        }
    }

    /// <inheritdoc/>
    public bool Equals(EventType other) => Same(Descriptor, other.Descriptor);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is EventType other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Descriptor.Hash;

    /// <summary>The code.</summary>
    public override string ToString() => Code;

    /// <summary>The code; format and provider make no difference.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) => Code;

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        var fits = Code.TryCopyTo(destination);
        charsWritten = fits ? Code.Length : 0;
        return fits;
    }

    /// <inheritdoc/>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        System.Text.Encoding.UTF8.TryGetBytes(Code, utf8Destination, out bytesWritten);

    /// <summary>Whether the codes are equal.</summary>
    public static bool operator ==(EventType left, EventType right) => left.Equals(right);

    /// <summary>Whether the codes differ.</summary>
    public static bool operator !=(EventType left, EventType right) => !left.Equals(right);

    private static bool Same(EventTypeDescriptor left, EventTypeDescriptor right) =>
        ReferenceEquals(left, right) || (left.Hash == right.Hash && string.Equals(left.Code, right.Code, StringComparison.Ordinal));
}
