using System.Runtime.CompilerServices;

namespace PostPurchase.Normalization.Adapters.Json;

/// <content>What nobody asked for.</content>
internal ref partial struct IndexedWalker
{
    /// <summary>Passes over a value that nobody asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Ignored(int position, int depth, int token)
    {
        position = Next(position);
        return ByteAt(position) == '"' ? token : Skip(position, depth, token);
    }

    /// <summary>Passes over the items of a list that nobody asked for.</summary>
    private int IgnoredItems(int position, int depth, int token)
    {
        if (ByteAt(Next(position)) == ']') return token + 1;
        token = Ignored(position, depth, token);
        return token < 0 ? Failed : RestIgnored(isList: true, depth, token);
    }

    /// <summary>Goes on behind a value in an object or list that nobody asked for.</summary>
    private int RestIgnored(bool isList, int depth, int token)
    {
        while (true)
        {
            var position = PositionOf(token++);
            var separator = ByteAt(position++);
            if (separator == (isList ? ']' : '}')) return token;
            if (separator != ',' || (!isList && (position = Name(position, token++)) < 0)) return Failed;
            token = Ignored(position, depth, token);
            if (token < 0) return Failed;
        }
    }

    /// <summary>Passes over a value that is no string, however deep, checking what the index has not.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Skip(int position, int depth, int token)
    {
        // A bit a level: 1 for an object, 0 for a list.
        var objects = 0UL;
        var level = 0;
        while (true)
        {
            position = Next(position);
            var first = ByteAt(position);
            if (first is (byte)'{' or (byte)'[')
            {
                if (depth + ++level > JsonScanner.MaxDepth) return Failed;
                token++;
                objects = (objects << 1) | (first == '{' ? 1UL : 0UL);
                position = Next(position + 1);
                if (ByteAt(position) != (first == '{' ? '}' : ']'))
                {
                    if (first == '{' && (position = Name(position, token++)) < 0) return Failed;
                    continue;
                }
                token++;
                objects >>= 1;
                level--;
            }
            else if (first != '"' && Literal(position, first, token) < 0) return Failed;

            while (true)
            {
                if (level == 0) return token;
                var isObject = (objects & 1) != 0;
                position = PositionOf(token++);
                var separator = ByteAt(position++);
                if (separator == ',')
                {
                    if (isObject && (position = Name(position, token++)) < 0) return Failed;
                    break;
                }
                if (separator != (isObject ? '}' : ']')) return Failed;
                objects >>= 1;
                level--;
            }
        }
    }

    /// <summary>Passes over a name and the colon behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int Name(int position, int token)
    {
        var colon = PositionOf(token);
        return ByteAt(Next(position)) == '"' && ByteAt(colon) == ':' ? colon + 1 : Failed;
    }
}
