namespace PostPurchase.Normalization.Adapters.Json;

/// <summary>One way in which an item is written.</summary>
/// <param name="Steps">What stands between values; the last one ends the item.</param>
/// <param name="Actions">What to do with the values.</param>
/// <param name="Depth">Levels that it nests deep, itself included.</param>
/// <param name="Copies">What to copy at the end where values were put into slots at once; <see langword="null"/> where they can't be.</param>
internal sealed record ItemShape(ItemStep[] Steps, ItemAction[] Actions, int Depth, SlotCopy[]? Copies)
{
    /// <summary>Whether all that actions do is to keep values, each in slots of its own, in the instance that the item opens.</summary>
    public bool IsSimple => Copies is not null;

    /// <summary>Reads off how an item is written; <see langword="null"/> where it is too long, or not one to be read that way.</summary>
    /// <param name="json">The payload, which was indexed.</param>
    /// <param name="positions">The index.</param>
    /// <param name="node">The node of the items.</param>
    /// <param name="token">Number of the item's opening bracket in the index. The item was walked, and is well-formed.</param>
    public static ItemShape? Read(ReadOnlySpan<byte> json, ReadOnlySpan<int> positions, PlanNode node, int token)
    {
        var reader = new Reader(json, positions, node, token);
        return reader.Object(node, positions[token]) ? reader.Shape() : null;
    }

    private ref struct Reader(ReadOnlySpan<byte> json, ReadOnlySpan<int> positions, PlanNode item, int token)
    {
        private readonly ReadOnlySpan<byte> _json = json;
        private readonly ReadOnlySpan<int> _positions = positions;
        private readonly List<ItemStep> _steps = [];
        private readonly List<ItemAction> _actions = [];
        private int _token = token;
        private readonly PlanScope? _scope = item.Opens is [.., var opening] ? opening.Scope : null;
        private int _stepStart = positions[token];
        private int _stepToken = token;
        private int _depth;
        private int _deepest;

        public ItemShape Shape()
        {
            EndStep(_positions[_token - 1] + 1, ItemStepKind.End);
            return new([.. _steps], [.. _actions], _deepest, item.KeySlots.Length == 0 && _scope is not null ? Copies(_scope.Index) : null);
        }

        private readonly SlotCopy[]? Copies(int scope)
        {
            if (!_actions.TrueForAll(action => action.IsKeptIn(scope))) return null;
            var targets = _actions.SelectMany(action => action.Node.Slots).ToList();
            if (targets.Distinct().Count() < targets.Count) return null;
            return [.. _actions.SelectMany(action => action.Node.Slots.Where(target => target != action.MainSlot || target.IsList).Select(target => new SlotCopy(action.MainSlot.Slot, target)))];
        }

        /// <summary>Reads members up to the closing bracket.</summary>
        public bool Object(PlanNode? node, int position)
        {
            Enter();
            position = Next(position + 1);
            while (_json[position] != '}')
            {
                var colon = _positions[_token++];
                var quote = _json[..colon].LastIndexOf((byte)'"');
                var name = _json[(position + 1)..quote];
                var child = node?.Find(name);
                if (name.Contains((byte)'\\') || child is { NotesNames: true } || !Value(child, Next(colon + 1))) return false;
                position = _positions[_token];
                if (_json[position] == '}') break;
                position = Next(position + 1);
                _token++;
            }
            return Leave();
        }

        private bool List(PlanNode? node, int position)
        {
            Enter();
            position = Next(position + 1);
            while (_json[position] != ']')
            {
                if (!Value(node, position)) return false;
                position = _positions[_token];
                if (_json[position] == ']') break;
                position = Next(position + 1);
                _token++;
            }
            return Leave();
        }

        private bool Value(PlanNode? node, int position)
        {
            switch (_json[position])
            {
                case (byte)'{':
                    return Opened(node, position);
                case (byte)'[':
                    return List(node, position);
                case (byte)'"':
                    var isClosed = _json[_positions[_token] - 1] == '"';
                    return isClosed && Value(node, position + 1, _positions[_token] - 1, ItemStepKind.Text, ItemActionKind.Text);
                case (byte)'n':
                    return true;
                default:
                    var isBehind = _json[_positions[_token] - 1] > ' ';
                    return isBehind && Value(node, position, _positions[_token], ItemStepKind.Literal, ItemActionKind.Literal);
            }
        }

        private bool Opened(PlanNode? node, int position)
        {
            if (node is not { Opens.Length: > 0 }) return Object(node, position);
            _actions.Add(new(ItemActionKind.Open, node));
            if (!Object(node, position)) return false;
            _actions.Add(new(ItemActionKind.Close, node));
            return true;
        }

        private bool Value(PlanNode? node, int start, int end, ItemStepKind step, ItemActionKind action)
        {
            if (_steps.Count == ItemShapes.MostValues) return false;
            ItemAction? taken = node is not null && (node.Slots.Length > 0 || node.Opens.Length > 0 || node.IsEmbedded) ? new(action, node, _steps.Count) : null;
            if (taken is { } kept) _actions.Add(kept);
            EndStep(start, step, taken is { } put && _scope is not null && put.IsKeptIn(_scope.Index) ? put.MainSlot.Slot : Captures.None);
            _stepStart = end;
            _stepToken = _token;
            return true;
        }

        private readonly void EndStep(int end, ItemStepKind kind, int slot = Captures.None) =>
            _steps.Add(new(_json[_stepStart..end], _token - _stepToken, kind, _steps.Count, slot < 0 ? _scope?.SlotCount ?? 0 : slot));

        private void Enter()
        {
            _token++;
            _deepest = Math.Max(_deepest, ++_depth);
        }

        private bool Leave()
        {
            _token++;
            _depth--;
            return true;
        }

        private readonly int Next(int position)
        {
            while (_json[position] <= ' ') position++;
            return position;
        }
    }
}
