namespace PostPurchase.Normalization.Adapters.Json;

/// <summary>One way in which an object is written.</summary>
/// <param name="Steps">What stands between values; the last one ends the object.</param>
/// <param name="Actions">What to do with the values.</param>
/// <param name="Depth">Levels that it nests deep, itself included, what stands in lists left out.</param>
/// <param name="Copies">What to copy at the end where values were put into slots at once; <see langword="null"/> where they can't be.</param>
internal sealed record ObjectShape(ShapeStep[] Steps, ShapeAction[] Actions, int Depth, SlotCopy[]? Copies)
{
    /// <summary>Whether all that actions do is to keep values, each in slots of its own, in the instance that the object opens.</summary>
    public bool IsSimple => Copies is not null;

    /// <summary>Reads off how an object is written; <see langword="null"/> where it is too long, or not one to be read that way.</summary>
    /// <param name="json">The payload, which was indexed.</param>
    /// <param name="positions">The index.</param>
    /// <param name="node">The node of the object.</param>
    /// <param name="token">Number of its opening bracket in the index. The object was walked, and is well-formed.</param>
    public static ObjectShape? Read(ReadOnlySpan<byte> json, ReadOnlySpan<int> positions, PlanNode node, int token)
    {
        var reader = new Reader(json, positions, node, token);
        return reader.Object(node, positions[token]) ? reader.Shape() : null;
    }

    private ref struct Reader(ReadOnlySpan<byte> json, ReadOnlySpan<int> positions, PlanNode node, int token)
    {
        private readonly ReadOnlySpan<byte> _json = json;
        private readonly ReadOnlySpan<int> _positions = positions;
        private readonly List<ShapeStep> _steps = [];
        private readonly List<ShapeAction> _actions = [];
        private readonly PlanScope? _scope = node.Opens is [.., var opening] ? opening.Scope : null;
        private int _token = token;
        private ShapeFrame? _frame;
        private int _deepest;
        private bool _hasWantedLists;

        // Where the step at hand begins, and how things stood there.
        private int _stepStart = positions[token];
        private int _stepToken = token;
        private ShapeFrame? _stepFrame;
        private int _stepActions;

        public ObjectShape? Shape()
        {
            if (!EndStep(_positions[_token - 1] + 1, ShapeStepKind.End, null)) return null;
            return new([.. _steps], [.. _actions], _deepest, node.KeySlots.Length == 0 && !_hasWantedLists && _scope is not null ? Copies(_scope.Index) : null);
        }

        private readonly SlotCopy[]? Copies(int scope)
        {
            if (!_actions.TrueForAll(action => action.IsKeptIn(scope))) return null;
            var targets = _actions.SelectMany(action => action.Node.Slots).ToList();
            if (targets.Distinct().Count() < targets.Count) return null;
            return [.. _actions.SelectMany(action => action.Node.Slots.Where(target => target != action.MainSlot || target.IsList).Select(target => new SlotCopy(action.MainSlot.Slot, target)))];
        }

        /// <summary>Reads members up to the closing bracket.</summary>
        public bool Object(PlanNode? at, int position)
        {
            Enter(at, isList: false);
            position = Next(position + 1);
            while (_json[position] != '}')
            {
                var colon = _positions[_token++];
                var quote = _json[..colon].LastIndexOf((byte)'"');
                var name = _json[(position + 1)..quote];
                var child = at?.Find(name);
                if (name.Contains((byte)'\\') || child is { NotesNames: true } || !Value(child, Next(colon + 1))) return false;
                position = _positions[_token];
                if (_json[position] == '}') break;
                position = Next(position + 1);
                _token++;
            }
            return Leave();
        }

        private bool List(PlanNode? at, int position)
        {
            if (!IsFlat()) return PassOver(at, position);
            Enter(at, isList: true);
            position = Next(position + 1);
            while (_json[position] != ']')
            {
                if (!Value(at, position)) return false;
                position = _positions[_token];
                if (_json[position] == ']') break;
                position = Next(position + 1);
                _token++;
            }
            return Leave();
        }

        /// <summary>A list whose items are read on their own: how many there are, and how they are written, is not part of the shape.</summary>
        private bool PassOver(PlanNode? at, int position)
        {
            Enter(at, isList: true);
            if (!EndStep(position + 1, ShapeStepKind.List, at)) return false;
            _hasWantedLists |= at is not null;
            for (var level = 1; level > 0; _token++) level += LevelsAt(_positions[_token]);
            _frame = _frame!.Outer;
            Begin(_positions[_token - 1] + 1);
            return true;
        }

        /// <summary>Whether there are no brackets in the list that begins here.</summary>
        private readonly bool IsFlat()
        {
            for (var next = _token + 1; ; next++)
            {
                if (LevelsAt(_positions[next]) != 0) return _json[_positions[next]] == ']';
            }
        }

        private readonly int LevelsAt(int position) => _json[position] switch
        {
            (byte)'{' or (byte)'[' => 1,
            (byte)'}' or (byte)']' => -1,
            _ => 0,
        };

        private bool Value(PlanNode? at, int position)
        {
            switch (_json[position])
            {
                case (byte)'{':
                    return Opened(at, position);
                case (byte)'[':
                    return List(at, position);
                case (byte)'"':
                    return Value(at, position + 1, _json[.._positions[_token]].LastIndexOf((byte)'"'), ShapeStepKind.Text, ShapeActionKind.Text);
                case (byte)'n':
                case (byte)'t' or (byte)'f' when !IsWanted(at):
                    return true;
                default:
                    return Value(at, position, _json[.._positions[_token]].LastIndexOfAnyExcept(" \t\r\n"u8) + 1, ShapeStepKind.Literal, ShapeActionKind.Literal);
            }
        }

        private bool Opened(PlanNode? at, int position)
        {
            if (at is not { Opens.Length: > 0 }) return Object(at, position);
            _actions.Add(new(ShapeActionKind.Open, at));
            if (!Object(at, position)) return false;
            _actions.Add(new(ShapeActionKind.Close, at));
            return true;
        }

        private bool Value(PlanNode? at, int start, int end, ShapeStepKind step, ShapeActionKind action)
        {
            ShapeAction? taken = IsWanted(at) ? new(action, at!, _steps.Count) : null;
            if (!EndStep(start, step, null, taken is { } put && _scope is not null && put.IsKeptIn(_scope.Index) ? put.MainSlot.Slot : Captures.None)) return false;
            if (taken is { } kept) _actions.Add(kept);
            Begin(end);
            return true;
        }

        private static bool IsWanted(PlanNode? at) => at is not null && (at.Slots.Length > 0 || at.Opens.Length > 0 || at.IsEmbedded);

        private void Begin(int position)
        {
            _stepStart = position;
            _stepToken = _token;
            _stepFrame = _frame;
            _stepActions = _actions.Count;
        }

        private readonly bool EndStep(int end, ShapeStepKind kind, PlanNode? list, int slot = Captures.None)
        {
            if (end - _stepStart > ObjectShapes.LongestStep || (_steps.Count == ObjectShapes.MostValues && kind != ShapeStepKind.End)) return false;
            _steps.Add(new(_json[_stepStart..end], _token - _stepToken, kind)
            {
                Number = _steps.Count,
                Slot = slot < 0 ? _scope?.SlotCount ?? 0 : slot,
                Around = _stepFrame,
                ActionsAround = _stepActions,
                List = list,
                Level = _frame?.Level ?? 0,
                Actions = _actions.Count,
            });
            return true;
        }

        private void Enter(PlanNode? at, bool isList)
        {
            _token++;
            _frame = new(at, isList, (_frame?.Level ?? 0) + 1, _frame);
            _deepest = Math.Max(_deepest, _frame.Level);
        }

        private bool Leave()
        {
            _token++;
            _frame = _frame!.Outer;
            return true;
        }

        private readonly int Next(int position)
        {
            while (_json[position] <= ' ') position++;
            return position;
        }
    }
}
