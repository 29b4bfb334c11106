using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PostPurchase.Normalization.Adapters.Json;

internal ref partial struct IndexedWalker
{
    /// <summary>An object in a list: read as one of those before if it is written like that, else walked.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Item(PlanNode node, int instance, int depth, int position, int token, bool isFirst)
    {
        var shapes = node.Shapes;
        if (shapes.Steps.Length > 0 && depth + shapes.Depth <= JsonScanner.MaxDepth)
        {
            var known = Known(shapes, node, instance, position, token);
            if (known >= 0) return known;
        }
        var behind = Value(node, instance, depth, position, token);
        // What stands alone in its list may be anything; of items side by side one tells how the next will be.
        var isAlone = behind < 0 || (isFirst && ByteAt(PositionOf(behind)) != ',');
        if (!isAlone && shapes.MayGrow) node.Learn(ItemShape.Read(_json, _captures.Index.Positions, node, token));
        return behind;
    }

    /// <summary>Reads an item that is written like one before. Nothing is kept of any other.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Known(ItemShapes shapes, PlanNode node, int instance, int position, int token)
    {
        if (!shapes.IsSimple) return Known(shapes, ref MemoryMarshal.GetArrayDataReference(_captures.ItemValues), node, instance, position, token);
        var first = _captures.InstanceCount;
        var inner = _recorder.Open(node, instance);
        var behind = Known(shapes, ref MemoryMarshal.GetReference(_captures.Slots(inner)), node, instance, position, token);
        if (behind < 0) _captures.TakeBack(first);
        else _recorder.Close(node, inner);
        return behind;
    }

    private int Known(ItemShapes shapes, ref Value values, PlanNode node, int instance, int position, int token)
    {
        var steps = shapes.Steps;
        var at = new Place { Position = position, Token = token };
        while (true)
        {
            if (!_hasEscapes) PassTexts(ref at, ref MemoryMarshal.GetArrayDataReference(steps), ref values);
            ref readonly var step = ref steps[at.Step];
            if (step.StandsAt(ref _start, _json.Length, at.Position))
            {
                var next = at.Token + step.Tokens;
                if (step.Kind == ItemStepKind.End)
                {
                    if (!shapes.IsSimple) Take(shapes.Endings[step.Ending], node, instance);
                    else if (shapes.Copies[step.Ending] is { Length: > 0 } copies) Copy(copies, ref values);
                    return next;
                }
                // As the bytes are the same, so are the indexed positions among them, and a value follows.
                var start = at.Position + step.Length;
                var end = PositionOf(next) - (step.Kind == ItemStepKind.Text ? 1 : 0);
                if (step.Kind == ItemStepKind.Text || IsLiteral(start, end))
                {
                    _recorder.Keep(ref Unsafe.Add(ref values, step.Target), start, end - start, IsEscaped(start, end - start));
                    at = new() { Position = end, Token = next, Step = at.Step + 1 };
                    continue;
                }
            }
            if (step.Otherwise == 0) return Failed;
            at.Step = step.Otherwise;
        }
    }

    /// <summary>
    /// Passes over as many texts as stand where steps say they do, if they have no escapes. <see cref="Known(ItemShapes, ref Value, PlanNode, int, int, int)"/>
    /// can do the same; this calls nothing, so that all stays in registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void PassTexts(ref Place place, ref ItemStep steps, ref Value values)
    {
        ref var json = ref _start;
        ref var positions = ref Unsafe.Add(ref _positions, place.Token);
        ref var step = ref Unsafe.Add(ref steps, place.Step);
        var position = place.Position;
        var length = _json.Length;
        while (step.Kind == ItemStepKind.Text)
        {
            if (step.IsAtOnce(ref json, length, position))
            {
                var start = position + step.Length;
                // Blanks alone are no value; whether it is such a text is not seen to here.
                if (Unsafe.Add(ref json, start) <= ' ') break;
                positions = ref Unsafe.Add(ref positions, step.Tokens);
                position = positions - 1;
                Unsafe.Add(ref values, step.Target).Become(start, position - start);
                step = ref Unsafe.Add(ref step, 1);
            }
            else
            {
                if (step.Otherwise == 0) break;
                step = ref Unsafe.Add(ref steps, step.Otherwise);
            }
        }
        place.Position = position;
        place.Token = NumberOf(ref positions);
        place.Step = (int)(Unsafe.ByteOffset(ref steps, ref step) / Unsafe.SizeOf<ItemStep>());
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

    /// <summary>Does with the values of an item what the plan says.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Take(ItemAction[] actions, PlanNode node, int around)
    {
        var instance = node.Opens.Length == 0 ? around : _recorder.Open(node, around);
        for (var done = 0; (done += Keep(actions.AsSpan(done), instance)) < actions.Length; done++)
        {
            ref readonly var action = ref actions[done];
            instance = Take(action, instance, _captures.ItemValues[action.Value]);
        }
        if (node.Opens.Length > 0) _recorder.Close(node, instance);
    }

    /// <summary>Keeps values for as long as there is nothing else to do; gives how many.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly int Keep(ReadOnlySpan<ItemAction> actions, int instance)
    {
        if (instance < 0) return 0;
        ref var values = ref MemoryMarshal.GetArrayDataReference(_captures.ItemValues);
        var scope = _captures[instance].Scope;
        var slots = _captures.Slots(instance);
        for (var i = 0; i < actions.Length; i++)
        {
            ref readonly var action = ref actions[i];
            if (action.Scope != scope) return i;
            slots[action.Slot].PutFirst(Unsafe.Add(ref values, action.Value));
        }
        return actions.Length;
    }

    /// <summary>Does one thing; gives the instance that is the innermost then.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Take(in ItemAction action, int instance, in Value value)
    {
        switch (action.Kind)
        {
            case ItemActionKind.Open:
                return _recorder.Open(action.Node, instance);
            case ItemActionKind.Close:
                return _recorder.Close(action.Node, instance);
            case ItemActionKind.Text:
                _recorder.Text(action.Node, instance, value.Start, value.Length, value.Kind == ValueKind.JsonEscaped);
                return instance;
            default:
                _recorder.Scalar(action.Node, instance, value.Start, value.Length, isEscaped: false);
                return instance;
        }
    }

    /// <summary>How far an item was read.</summary>
    private struct Place
    {
        public int Position;
        public int Token;

        /// <summary>Number of the step that comes next, if the item is written like the ones before.</summary>
        public int Step;
    }
}
