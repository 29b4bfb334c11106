using System.Runtime.CompilerServices;
using PostPurchase.Normalization.Adapters;
using PostPurchase.Normalization.Maps;

namespace PostPurchase.Normalization.Normalizing;

/// <summary>From captures to events: shipment by shipment, scan by scan, into a sink. Allocates nothing once warm.</summary>
internal static class PayloadPipeline
{
    /// <summary>Hands over all that a walk found. A payload that broke off gives the shipments that were complete, then the fault.</summary>
    public static void Emit<TSink>(FormatContext context, ReadOnlySpan<byte> payload, Captures captures, ReadFault fault, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var shipments = 0;
        for (var instance = 0; instance < captures.InstanceCount; instance++)
        {
            if (captures[instance].Scope != context.Format.ShipmentScope || HoldsShipments(context, captures, instance)) continue;
            // A shipment that breaks off may lack the very field that turns a delivery into a return; nothing is made of it.
            if (captures[instance].IsClosed) EmitShipment(context, payload, captures, instance, shipments++, ref sink);
        }

        if (fault.Error != ReadError.None) sink.OnProblem(Faults.View(fault, context.Map.Id, context.Format.Id));
        else if (shipments == 0) EmitWithoutShipment(context, payload, captures, ref sink);
    }

    private static void EmitShipment<TSink>(FormatContext context, ReadOnlySpan<byte> payload, Captures captures, int shipment, int index, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var end = shipment + 1;
        var scans = 0;
        var others = 0;
        for (; end < captures.InstanceCount && captures[end].Parent >= shipment; end++)
        {
            ref var instance = ref captures[end];
            instance.IsScan = IsScan(context, captures, end);
            if (!instance.IsScan) continue;
            if (instance.IsOtherwise) others++;
            else scans++;
        }

        var useOthers = scans == 0;
        var count = useOthers ? others : scans;
        sink.OnShipment(new(context, payload, captures, shipment, index, count));
        if (count == 0)
        {
            EmitProblem(context, payload, captures, shipment, ref sink);
            return;
        }

        Classification classification = default;
        ScanTime time = default;
        scoped EventView view = default;
        view.Begin(context, captures, payload, shipment, index);
        view.Classification = ref classification;
        view.ScanTime = ref time;
        var newestFirst = context.Format.Document.Order == ScanOrder.NewestFirst;
        for (var i = newestFirst ? end - 1 : shipment + 1; newestFirst ? i > shipment : i < end; i += newestFirst ? -1 : 1)
        {
            if (!captures[i].IsScan || captures[i].IsOtherwise != useOthers) continue;
            view.TurnTo(i);
            Classifier.Classify(context, context.Map.IsAggregator ? BehindAggregator(context, ref view) : null, view.Scan, out classification);
            ScanClock.Read(context.Format, view.Scan, out time);
            sink.OnEvent(view);
        }
    }

    /// <summary>Tells of which carrier an aggregator speaks; gives its map, if there is one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CarrierMap? BehindAggregator(FormatContext context, ref EventView view)
    {
        var named = view.Scan.Read(context.Format.Fields.Carrier);
        if (named.IsEmpty)
        {
            (view.Carrier, view.Via) = (context.Map.Id, null);
            return null;
        }
        var behind = context.Underlying(named);
        (view.Carrier, view.Via) = (behind.Id, context.Map.Id);
        return behind.Map;
    }

    /// <summary>Whether a shipment only encloses others; the innermost count.</summary>
    private static bool HoldsShipments(FormatContext context, Captures captures, int shipment)
    {
        for (var i = shipment + 1; i < captures.InstanceCount && captures[i].Parent >= shipment; i++)
        {
            if (captures[i].Scope == context.Format.ShipmentScope) return true;
        }
        return false;
    }

    private static bool IsScan(FormatContext context, Captures captures, int instance)
    {
        ref readonly var candidate = ref captures[instance];
        return candidate.Scope == context.Format.ScanScope
            && (context.Format.ScanWhen.IsNone || context.Format.ScanWhen.Find(captures, instance) != Captures.None);
    }

    private static void EmitWithoutShipment<TSink>(FormatContext context, ReadOnlySpan<byte> payload, Captures captures, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var roots = 0;
        for (var instance = 0; instance < captures.InstanceCount; instance++)
        {
            if (captures[instance].Parent != Captures.None) continue;
            roots++;
            EmitProblem(context, payload, captures, instance, ref sink);
        }
        if (roots == 0) sink.OnProblem(new() { Kind = ProblemKind.NoEvents, Carrier = context.Map.Id, Format = context.Format.Id, ByteOffset = -1 });
    }

    private static void EmitProblem<TSink>(FormatContext context, ReadOnlySpan<byte> payload, Captures captures, int instance, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var number = context.Format.Fields.TrackingNumber.Read(captures, payload, instance);
        var problem = context.Problems.Find(captures, payload, instance);
        sink.OnProblem(new()
        {
            Kind = problem.Kind,
            Carrier = context.Map.Id,
            Format = context.Format.Id,
            TrackingNumber = number,
            Code = problem.Code(captures, payload),
            Message = problem.Message(captures, payload),
            ByteOffset = -1,
        });
    }
}
