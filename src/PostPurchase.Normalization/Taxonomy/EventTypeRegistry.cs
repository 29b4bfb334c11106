using System.Buffers;

namespace PostPurchase.Normalization.Taxonomy;

/// <summary>Looks event types up: the generated table and what hosts registered.</summary>
internal static class EventTypeRegistry
{
    /// <summary>Longest code that is looked up or can be registered, in characters.</summary>
    public const int MaxCodeLength = 96;

    public static readonly EventTypeDescriptor Unmapped = EventTypeTable.Rows[EventTypeTable.UnmappedIndex];

    public static readonly IReadOnlyList<EventType> All = Array.AsReadOnly(Array.ConvertAll(EventTypeTable.Rows, row => new EventType(row)));

    private static readonly Dictionary<string, EventTypeDescriptor>.AlternateLookup<ReadOnlySpan<char>> BuiltIn =
        EventTypeTable.Rows.ToDictionary(row => row.Code, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> PrefixLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private static readonly SearchValues<char> NameLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    private static readonly Lock Gate = new();

    // Replaced as a whole, so that readers need no lock.
    private static volatile Registrations _own = new([]);

    /// <summary>The taxonomy's types, then those that hosts have registered by now.</summary>
    public static IEnumerable<EventType> Known => All.Concat(_own.All.Values.Select(own => new EventType(own.Descriptor)));

    public static EventTypeDescriptor? Find(ReadOnlySpan<char> code) =>
        BuiltIn.TryGetValue(code, out var descriptor) || _own.ByCode.TryGetValue(code, out descriptor) ? descriptor : null;

    public static EventTypeDescriptor? Find(int number)
    {
        var rows = EventTypeTable.Rows;
        int low = 0, high = rows.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var found = rows[middle].Number;
            if (found == number) return rows[middle];
            if (found < number) low = middle + 1;
            else high = middle - 1;
        }

        return null;
    }

    public static EventTypeDescriptor ParentOf(EventTypeDescriptor descriptor) =>
        descriptor.Parent ?? (descriptor.ParentNumber == 0 ? descriptor : Find(descriptor.ParentNumber)!);

    public static EventTypeDescriptor Register(string code, EventTypeDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(definition);
        CheckCode(code);
        CheckDefinition(code, definition);
        lock (Gate)
        {
            if (_own.All.TryGetValue(code, out var existing))
            {
                return existing.Definition == definition
                    ? existing.Descriptor
                    : throw new InvalidOperationException($"Event type '{code}' is registered with another definition.");
            }

            var added = new EventTypeDescriptor(
                0, code, definition.Scope, definition.Milestone, definition.Condition, definition.Severity,
                definition.IsEndExpected, definition.Reopens, definition.ActionBy, definition.CausedBy, definition.Pitfall,
                definition.IsDerived, since: "", definition.Definition,
                parent: definition.Parent is { } parent ? Find(parent.Code) : null);
            _own = new(new(_own.All, StringComparer.Ordinal) { [code] = (added, definition) });
            return added;
        }
    }

    private static void CheckCode(string code)
    {
        var colon = code.IndexOf(':', StringComparison.Ordinal);
        var valid = code.Length <= MaxCodeLength && colon > 0 && IsWord(code.AsSpan(0, colon), PrefixLetters);
        if (valid)
        {
            foreach (var part in code.AsSpan(colon + 1).Split('.'))
                valid &= IsWord(code.AsSpan(colon + 1)[part], NameLetters);
        }

        if (!valid)
        {
            throw new ArgumentException(
                $"'{code}' is no code for a type of your own: it must be 'prefix:name', in lower case, such as 'acme:quality_check', and at most {MaxCodeLength} characters.",
                nameof(code));
        }
    }

    private static bool IsWord(ReadOnlySpan<char> word, SearchValues<char> letters) =>
        word.Length > 0 && char.IsAsciiLetterLower(word[0]) && !word.ContainsAnyExcept(letters);

    private static void CheckDefinition(string code, EventTypeDefinition definition)
    {
        // The conversions refuse what is no member of the enum.
        _ = definition.Scope.ToText();
        _ = definition.Milestone.ToText();
        _ = definition.Condition.ToText();
        _ = definition.Severity.ToText();
        _ = definition.ActionBy.ToText();
        _ = definition.CausedBy.ToText();
        if (definition.Parent is { } parent && Find(parent.Code) is null)
            throw new ArgumentException($"The parent '{parent}' of event type '{code}' is not known.", nameof(definition));
    }

    private sealed class Registrations(Dictionary<string, (EventTypeDescriptor Descriptor, EventTypeDefinition Definition)> all)
    {
        public Dictionary<string, (EventTypeDescriptor Descriptor, EventTypeDefinition Definition)> All { get; } = all;

        public Dictionary<string, EventTypeDescriptor>.AlternateLookup<ReadOnlySpan<char>> ByCode { get; } =
            all.ToDictionary(pair => pair.Key, pair => pair.Value.Descriptor, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }
}
