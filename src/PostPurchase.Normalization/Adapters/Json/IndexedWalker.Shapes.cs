using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PostPurchase.Normalization.Adapters.Json;

/// <content>Objects that are written like those before.</content>
internal ref partial struct IndexedWalker
{
    /// <summary>Stands for an object that is not written like one before.</summary>
    private const int NotKnown = -2;

    /// <summary>The payload's object or one in a list: read as one before for as far as it is written like that, else walked.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Shaped(PlanNode node, int instance, int depth, int position, int token)
    {
        var shapes = node.Shapes;
        var isWhole = true;
        var behind = NotKnown;
        if (shapes.Steps.Length > 0 && depth + shapes.Depth <= JsonScanner.MaxDepth)
        {
            behind = shapes.IsSimple
                ? Simple(shapes, node, instance, depth, position, token)
                : Known(shapes, node, instance, depth, position, token, out isWhole);
        }
        if (behind >= 0 && isWhole) return behind;
        if (behind == NotKnown) behind = Value(node, instance, depth, position, token);
        if (behind >= 0 && shapes.MayGrow) node.Learn(ObjectShape.Read(_json, _captures.Index.Positions, node, token));
        return behind;
    }

    /// <summary>
    /// Reads an object whose values go into slots of its instance at once, and those behind it in a list that are written like that too. Nothing is
    /// kept of one that is written in another way.
    /// </summary>
    private int Simple(ObjectShapes shapes, PlanNode node, int around, int depth, int position, int token)
    {
        var isPlain = node.Opens is [{ IsPlain: true }];
        var at = new Place { Position = position, Token = token };
        for (var behind = NotKnown; ; behind = at.Token)
        {
            if (behind >= 0 && !IsObjectNext(ref at)) return behind;
            var first = _captures.InstanceCount;
            var instance = isPlain ? _captures.Open(node.Opens[0], around) : _recorder.Open(node, around);
            ref var slots = ref MemoryMarshal.GetReference(_captures.Slots(instance));
            ref readonly var step = ref Pass(shapes, ref slots, depth, ref at);
            if (!at.HasEnded)
            {
                _captures.TakeBack(first);
                return at.Token < 0 ? Failed : behind;
            }
            if (shapes.Copies[step.Way] is { Length: > 0 } copies) Copy(copies, ref slots);
            if (isPlain) _captures[instance].IsClosed = true;
            else _recorder.Close(node, instance);
        }
    }

    /// <summary>Whether another object follows in the list; then that is the place.</summary>
    private readonly bool IsObjectNext(ref Place at)
    {
        var separator = PositionOf(at.Token);
        if (ByteAt(separator) != ',') return false;
        var position = Next(separator + 1);
        at = new() { Position = position, Token = at.Token + 1 };
        return ByteAt(position) == '{';
    }

    /// <summary>
    /// Reads an object whose values are kept by actions. Where it goes on in another way than those before, it is walked from there, and is not whole.
    /// </summary>
    private int Known(ObjectShapes shapes, PlanNode node, int around, int depth, int position, int token, out bool isWhole)
    {
        ref var values = ref MemoryMarshal.GetArrayDataReference(_captures.ShapeValues);
        var at = new Place { Position = position, Token = token };
        var progress = new Progress { Instance = around };
        while (true)
        {
            ref readonly var step = ref Pass(shapes, ref values, depth, ref at);
            isWhole = at.HasEnded;
            if (at.Token < 0) return Failed;
            if (!isWhole && step.Around is null) return NotKnown;
            Take(shapes.Actions[step.Way].AsSpan(0, isWhole ? step.Actions : step.ActionsAround), node, ref progress);
            if (!isWhole) return Walk(step.Around!, progress.Instance, depth, at.Token);
            if (step.Kind == ShapeStepKind.End)
            {
                _recorder.Close(node, progress.Instance);
                return at.Token;
            }
            token = List(step.List!, progress.Instance, depth + step.Level, at.Position, at.Token);
            if (token < 0) return Failed;
            at.MoveTo(PositionOf(token - 1) + 1, token);
            at.Step++;
            at.HasEnded = false;
        }
    }

    /// <summary>Goes on behind a value: through the object or list that it stands in, and all those around.</summary>
    private int Walk(ShapeFrame frame, int instance, int depth, int token)
    {
        for (var at = frame; at is not null; at = at.Outer)
        {
            token = at.Node is not { } node ? RestIgnored(at.IsList, depth + at.Level, token)
                : at.IsList ? RestOfList(node, instance, depth + at.Level, token)
                : RestOfObject(node, instance, depth + at.Level, token);
            if (token < 0) return Failed;
            if (at.Opens) instance = _recorder.Close(at.Node!, instance);
        }
        return token;
    }

    /// <summary>
    /// Reads values for as long as they stand where steps say they do. Gives the step behind which the object, or a list that somebody asked for, ended
    /// or began, and else the one that does not fit; on a fault the token of the place is negative.
    /// </summary>
    private ref readonly ShapeStep Pass(ObjectShapes shapes, ref Value values, int depth, ref Place at)
    {
        var steps = shapes.Steps;
        while (true)
        {
            PassTexts(ref at, ref MemoryMarshal.GetArrayDataReference(steps), ref values);
            ref readonly var step = ref steps[at.Step];
            if (at.HasEnded) return ref step;
            if (step.StandsAt(ref _start, _json.Length, at.Position))
            {
                // As the bytes are the same, so are the indexed positions among them, and a value follows.
                var start = at.Position + step.Length;
                var next = at.Token + step.Tokens;
                if (step.Kind == ShapeStepKind.End || step is { Kind: ShapeStepKind.List, List: not null })
                {
                    at.MoveTo(start, next);
                    at.HasEnded = true;
                    return ref step;
                }
                if (step.Kind == ShapeStepKind.List)
                {
                    next = IgnoredItems(start, depth + step.Level, next);
                    at.MoveTo(next < 0 ? start : PositionOf(next - 1) + 1, next);
                    if (next < 0) return ref step;
                    at.Step++;
                    continue;
                }
                var end = step.Kind == ShapeStepKind.Text ? QuoteBefore(PositionOf(next)) : BlanksBefore(PositionOf(next), start);
                if (step.Kind == ShapeStepKind.Text || IsLiteral(start, end))
                {
                    _recorder.Keep(ref Unsafe.Add(ref values, step.Target), start, end - start, IsEscaped(start, end - start));
                    at.MoveTo(end, next);
                    at.Step++;
                    continue;
                }
            }
            if (step.Otherwise == 0) return ref step;
            at.Step = step.Otherwise;
        }
    }

    /// <summary>
    /// Passes over as many texts as stand where steps say they do, up to one near escapes, and the end of the object. <see cref="Pass"/> can do the same;
    /// this calls nothing, so that all stays in registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void PassTexts(ref Place place, ref ShapeStep steps, ref Value values)
    {
        ref var json = ref _start;
        ref var positions = ref Unsafe.Add(ref _positions, place.Token);
        ref var step = ref Unsafe.Add(ref steps, place.Step);
        var position = place.Position;
        ref var escapedBlocks = ref _escapedBlocks;
        var hasEscapes = _hasEscapes;
        var length = _json.Length;
        while (step.Kind == ShapeStepKind.Text)
        {
            if (step.IsAtOnce(ref json, length, position))
            {
                var start = position + step.Length;
                // Blanks alone are no value; whether it is such a text is not seen to here.
                if (Unsafe.Add(ref json, start) <= ' ') break;
                var end = Unsafe.Add(ref positions, step.Tokens) - 1;
                while (Unsafe.Add(ref json, end) != '"') end--;
                if (hasEscapes && JsonIndex.MayHaveEscapes(ref escapedBlocks, start, end)) break;
                positions = ref Unsafe.Add(ref positions, step.Tokens);
                position = end;
                Unsafe.Add(ref values, step.Target).Become(start, position - start);
                step = ref Unsafe.Add(ref step, 1);
            }
            else
            {
                if (step.Otherwise == 0) break;
                step = ref Unsafe.Add(ref steps, step.Otherwise);
            }
        }
        if (step.Kind == ShapeStepKind.End && step.IsAtOnce(ref json, length, position))
        {
            positions = ref Unsafe.Add(ref positions, step.Tokens);
            position += step.Length;
            place.HasEnded = true;
        }
        place.Position = position;
        place.Token = NumberOf(ref positions);
        place.Step = (int)(Unsafe.ByteOffset(ref steps, ref step) / Unsafe.SizeOf<ShapeStep>());
    }

    /// <summary>Where the blanks before a position begin; not before <paramref name="start"/>.</summary>
    private readonly int BlanksBefore(int position, int start)
    {
        while (position > start && ByteAt(position - 1) <= ' ') position--;
        return position;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IsLiteral(int start, int end) => ByteAt(start) is var first && first != 'n' && _scanner.Literal(start, first) == end;

    private static void Copy(SlotCopy[] copies, ref Value slots)
    {
        foreach (ref readonly var copy in copies.AsSpan())
        {
            ref readonly var value = ref Unsafe.Add(ref slots, copy.From);
            if (value.Kind == ValueKind.None) continue;
            ref var target = ref Unsafe.Add(ref slots, copy.To.Slot);
            target = value;
            target.Next = copy.To.IsList ? Captures.EndOfList : 0;
        }
    }

    /// <summary>Does with the values of an object what the plan says, up to the last of these actions.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Take(ReadOnlySpan<ShapeAction> actions, PlanNode node, ref Progress progress)
    {
        if (!progress.IsOpen)
        {
            progress.IsOpen = true;
            if (node.Opens.Length > 0) progress.Instance = _recorder.Open(node, progress.Instance);
        }
        for (; (progress.Done += Keep(actions[progress.Done..], progress.Instance)) < actions.Length; progress.Done++)
        {
            ref readonly var action = ref actions[progress.Done];
            progress.Instance = Take(action, progress.Instance, _captures.ShapeValues[action.Value]);
        }
    }

    /// <summary>Keeps values in the instance or one around it for as long as there is nothing else to do; gives how many.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly int Keep(ReadOnlySpan<ShapeAction> actions, int instance)
    {
        if (instance < 0) return 0;
        ref var values = ref MemoryMarshal.GetArrayDataReference(_captures.ShapeValues);
        var scope = _captures[instance].Scope;
        var slots = _captures.Slots(instance);
        for (var i = 0; i < actions.Length; i++)
        {
            ref readonly var action = ref actions[i];
            if (action.Scope != scope)
            {
                var owner = action.Scope < 0 ? Captures.None : _captures.Enclosing(instance, action.Scope);
                if (owner == Captures.None) return i;
                scope = action.Scope;
                slots = _captures.Slots(owner);
            }
            slots[action.Slot].PutFirst(Unsafe.Add(ref values, action.Value));
        }
        return actions.Length;
    }

    /// <summary>Does one thing; gives the instance that is the innermost then.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Take(in ShapeAction action, int instance, in Value value)
    {
        if (action.IsKept)
        {
            _recorder.Put(action.Node, instance, value);
            return instance;
        }
        switch (action.Kind)
        {
            case ShapeActionKind.Open:
                return _recorder.Open(action.Node, instance);
            case ShapeActionKind.Close:
                return _recorder.Close(action.Node, instance);
            case ShapeActionKind.Text:
                _recorder.Text(action.Node, instance, value.Start, value.Length, value.Kind == ValueKind.JsonEscaped);
                return instance;
            default:
                _recorder.Scalar(action.Node, instance, value.Start, value.Length, isEscaped: false);
                return instance;
        }
    }

    /// <summary>How far an object was read.</summary>
    private struct Place
    {
        public int Position;
        public int Token;

        /// <summary>Number of the step that comes next, if the object is written like the ones before.</summary>
        public int Step;

        /// <summary>Whether the object ended, or a list begins.</summary>
        public bool HasEnded;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void MoveTo(int position, int token)
        {
            Position = position;
            Token = token;
        }
    }

    /// <summary>How far the actions for an object were done.</summary>
    private struct Progress
    {
        /// <summary>The innermost instance.</summary>
        public int Instance;
        public int Done;
        public bool IsOpen;
    }
}
