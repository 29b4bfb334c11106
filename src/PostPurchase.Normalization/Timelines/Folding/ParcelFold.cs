using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Timelines.Folding;

/// <summary>The state of one parcel, scan by scan in their order.</summary>
internal sealed class ParcelFold
{
    private static readonly int Milestones = Enum.GetValues<Milestone>().Length;

    private readonly EventTime[] _dates = new EventTime[Milestones];
    private readonly List<string> _takenOverBy = [];
    private readonly List<PhaseStep> _steps = [];
    private readonly ProblemLog _problems = new();
    private int _end = -1;
    private bool _hasParcel;
    private bool _isWithCarrier;
    private bool _wasWithCarrierBeforeEnd;
    private Milestone _phaseBeforeEnd;
    private EventTime _lastAttempt;

    public Milestone Milestone { get; private set; }

    public EventTime Since { get; private set; }

    public Direction Leg { get; private set; } = Direction.Forward;

    public int FailedAttempts { get; private set; }

    public bool IsEnded => _end >= 0;

    /// <summary>The newest scan of the parcel itself that counts; -1 before there is one.</summary>
    public int LastPhysical { get; private set; } = -1;

    public ProblemLog Problems => _problems;

    /// <summary>Every change of the phase and the scan that made it.</summary>
    public IReadOnlyList<PhaseStep> Steps => _steps;

    public MilestoneDates Dates => new(_dates);

    /// <summary>The scan that a retraction takes back; -1 where it names none.</summary>
    public int Retracted { get; private set; } = -1;

    /// <summary>Goes on to the next scan and tells what is odd about it. Stops at a retraction that takes back an end: see <see cref="Retracted"/>.</summary>
    public ScanFlags Apply(int index, TrackingEvent told, EventTime time)
    {
        var (type, meaning) = (told.Type, ScanMeaning.Of(told.Type));
        if (meaning.Has(ScanTraits.Retracts) && IsEnded && TakesBack(type))
        {
            Retracted = _end;
            return ScanFlags.None;
        }

        var flags = meaning.Has(ScanTraits.MovesParcel) ? MoveParcel(index, told, time, meaning) : ScanFlags.None;
        if (type.Scope == EventScope.Order && !_hasParcel && type.Milestone != Milestone.None) Move(index, type.Milestone, time);
        _hasParcel |= meaning.Has(ScanTraits.MovesParcel);
        if (flags != ScanFlags.None) return flags;
        if (meaning.Has(ScanTraits.IsPhysical)) LastPhysical = index;
        if (!IsEnded || _end == index || (meaning.Opens | meaning.Ends) is ProblemFamilies.Case or ProblemFamilies.Contents) _problems.Apply(index, type, meaning);
        return flags;
    }

    /// <summary>A delivery that is taken back says nothing of a loss or a cancellation.</summary>
    private bool TakesBack(EventType type) => Milestone is Milestone.Delivered or Milestone.Returned || type != EventType.Tracking.DeliveryRetracted;

    private ScanFlags MoveParcel(int index, TrackingEvent told, EventTime time, ScanMeaning meaning)
    {
        var (type, to) = (told.Type, PhaseAfter(told));
        if (IsEnded) return MoveOnAfterEnd(index, told, time, to, meaning);
        if (to == Milestone.None) return ScanFlags.None;
        if (to is Milestone.Pending or Milestone.InfoReceived && _isWithCarrier)
            return meaning.Has(ScanTraits.Announces) && _takenOverBy.Contains(told.Carrier) ? ScanFlags.ImpossibleOrder : ScanFlags.None;
        if (to == Milestone.Pending && Milestone != Milestone.None) return ScanFlags.None;
        if (meaning.Has(ScanTraits.TakesOver) && Milestone is Milestone.OutForDelivery or Milestone.AttemptFailed or Milestone.AvailableForPickup && _takenOverBy.Contains(told.Carrier))
            return ScanFlags.ImpossibleOrder;

        Turn(told, to);
        if (meaning.Has(ScanTraits.IsPhysical) && !_takenOverBy.Contains(told.Carrier)) _takenOverBy.Add(told.Carrier);
        if (to == Milestone.AttemptFailed) CountAttempt(told, time);
        if (to == Milestone.OutForDelivery) _lastAttempt = default;
        if (type.IsEndExpected) End(index);
        Move(index, to, time);
        return ScanFlags.None;
    }

    /// <summary>Nothing leaves an end but a later end, the way back, and what a type's <see cref="EventType.Reopens"/> stands for.</summary>
    private ScanFlags MoveOnAfterEnd(int index, TrackingEvent told, EventTime time, Milestone to, ScanMeaning meaning)
    {
        var type = told.Type;
        var isHandedOver = Milestone is Milestone.Delivered or Milestone.Returned;
        if (to == Milestone.None)
        {
            if (type.Reopens && Reopens(type, to)) GoOn(index, _phaseBeforeEnd, time);
            return meaning.Opens is ProblemFamilies.None or ProblemFamilies.Contents ? ScanFlags.None : AfterEnd(isHandedOver);
        }
        if (to == Milestone) return ScanFlags.None;
        if (type.IsEndExpected ? !isHandedOver || to == Milestone.Returned && Milestone == Milestone.Delivered : Reopens(type, to))
        {
            Turn(told, to);
            if (type.IsEndExpected)
            {
                // What leaves a later end goes on where the shipment was before the first.
                _end = index;
                Move(index, to, time);
            }
            else GoOn(index, to == Milestone.InfoReceived && _wasWithCarrierBeforeEnd ? _phaseBeforeEnd : to, time);
            return ScanFlags.None;
        }
        if (to is Milestone.Pending or Milestone.Expired) return ScanFlags.None;
        return AfterEnd(isHandedOver);
    }

    private static ScanFlags AfterEnd(bool isHandedOver) => isHandedOver ? ScanFlags.AfterDelivery : ScanFlags.AfterEnd;

    private bool Reopens(EventType type, Milestone to) => Milestone switch
    {
        Milestone.Delivered => to == Milestone.Returning,
        Milestone.Failed => to == Milestone.Returning || type == EventType.Exception.Found,
        // What was called off before the carrier had it, and is then carried all the same, was not called off.
        Milestone.Cancelled => to == Milestone.Returning || type == EventType.Shipment.Reinstated || type == EventType.Shipment.CancellationFailed
            || (!_wasWithCarrierBeforeEnd && to is >= Milestone.InTransit and <= Milestone.AvailableForPickup),
        _ => false,
    };

    private void End(int index)
    {
        if (!IsEnded) (_phaseBeforeEnd, _wasWithCarrierBeforeEnd) = (Milestone, _isWithCarrier);
        _end = index;
    }

    private void GoOn(int index, Milestone to, EventTime time)
    {
        _end = -1;
        Move(index, to, time);
    }

    private void Move(int index, Milestone to, EventTime time)
    {
        if (to != Milestone)
        {
            _steps.Add(new(Milestone, to, index));
            (Milestone, Since) = (to, time);
        }
        Reach(to, time);
        if (to is < Milestone.InTransit or >= Milestone.Failed) return;
        _isWithCarrier = true;
        Reach(Milestone.InTransit, time);
    }

    private void Reach(Milestone milestone, EventTime time)
    {
        if (!_dates[(int)milestone].IsKnown) _dates[(int)milestone] = time;
    }

    /// <summary>The phase that a scan puts the parcel in; on the way back every handling is part of the return.</summary>
    private Milestone PhaseAfter(TrackingEvent told)
    {
        var to = told.Type.Milestone;
        if (!IsOnWayBack(told)) return to;
        return to switch
        {
            Milestone.InTransit or Milestone.OutForDelivery or Milestone.AttemptFailed or Milestone.AvailableForPickup => Milestone.Returning,
            Milestone.Delivered => Milestone.Returned,
            _ => to,
        };
    }

    private bool IsOnWayBack(TrackingEvent told)
    {
        if (told.Type == EventType.ReturnToSender.Cancelled) return false;
        if (told.Facets.Direction != Direction.Unknown) return told.Facets.Direction != Direction.Forward;
        return Leg != Direction.Forward && !IsEnded;
    }

    private void Turn(TrackingEvent told, Milestone to)
    {
        if (told.Type == EventType.ReturnToSender.Cancelled) Leg = Direction.Forward;
        else if (told.Facets.Direction != Direction.Unknown) Leg = told.Facets.Direction;
        else if (told.Type.Group == "return") Leg = Direction.CustomerReturn;
        else if (to is Milestone.Returning or Milestone.Returned && Leg == Direction.Forward) Leg = Direction.ReturnToSender;
    }

    /// <summary>Scans of one visit to the door count once: those of a day, unless a new delivery round lies between.</summary>
    private void CountAttempt(TrackingEvent told, EventTime time)
    {
        var isSameVisit = _lastAttempt.IsKnown && time.IsKnown && _lastAttempt.Date == time.Date;
        var isTry = told.Type != EventType.DeliveryAttempt.Exhausted || FailedAttempts == 0;
        if (isTry && !isSameVisit) FailedAttempts++;
        FailedAttempts = Math.Max(FailedAttempts, told.Facets.Attempt);
        _lastAttempt = time;
    }
}

/// <summary>A change of the phase, and the index of the scan that made it.</summary>
internal readonly record struct PhaseStep(Milestone From, Milestone To, int Scan);
