using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Time;

namespace PostPurchase.Normalization.Adapters;

/// <summary>One way in which a format tells the time of a scan.</summary>
internal sealed class TimePlan
{
    public TimePlan(TimeDocument time, PlanBuilder builder)
    {
        Local = new(builder.Field(time.At), builder.Field(time.Date), builder.Field(time.TimeOfDay), time.Patterns, time.DatePatterns, time.TimePatterns);
        Utc = new(builder.Field(time.Utc), builder.Field(time.UtcDate), builder.Field(time.UtcTime), time.UtcPatterns, time.UtcDatePatterns, time.UtcTimePatterns);
        Offset = builder.Field(time.Offset);
        ZoneId = builder.Field(time.ZoneId);
        Abbreviation = builder.Field(time.Abbreviation);
        Zone = new(time.Zone);
        HomeCountry = time.HomeCountry;
        IsZDoubtful = time.DoubtfulZ;
    }

    public MomentPlan Local { get; }
    public MomentPlan Utc { get; }
    public Field Offset { get; }
    public Field ZoneId { get; }
    public Field Abbreviation { get; }
    public ZoneRule Zone { get; }
    public string? HomeCountry { get; }
    public bool IsZDoubtful { get; }
}

/// <summary>Where a date and time stand: together, or apart.</summary>
internal sealed class MomentPlan(
    Field at, Field date, Field timeOfDay, IReadOnlyList<string> patterns, IReadOnlyList<string> datePatterns, IReadOnlyList<string> timePatterns)
{
    private readonly TimePattern[] _patterns = Compile(patterns);
    private readonly TimePattern[] _datePatterns = Compile(datePatterns);
    private readonly TimePattern[] _timePatterns = Compile(timePatterns);

    public Field At { get; } = at;
    public Field Date { get; } = date;
    public Field TimeOfDay { get; } = timeOfDay;

    public bool IsNone => At.IsNone && Date.IsNone;

    /// <summary>Reads date and time as seen from inside <paramref name="instance"/>.</summary>
    /// <param name="instance">The scan, or the shipment.</param>
    /// <param name="parts">Receives what was read.</param>
    public Reading Read(in InstanceReader instance, ref TimeParts parts)
    {
        if (!At.IsNone)
        {
            var text = instance.Read(At);
            if (text.IsEmpty) return Reading.Missing;
            return Read(_patterns, text, ref parts) ? Reading.Read : Reading.Unreadable;
        }

        var day = instance.Read(Date);
        if (day.IsEmpty) return Reading.Missing;
        if (!Read(_datePatterns, day, ref parts)) return Reading.Unreadable;
        var time = instance.Read(TimeOfDay);
        return time.IsEmpty || Read(_timePatterns, time, ref parts) ? Reading.Read : Reading.DayOnly;
    }

    /// <summary>The text that <see cref="Read(in InstanceReader, ref TimeParts)"/> reads first.</summary>
    public Field Text => At.IsNone ? Date : At;

    private static bool Read(TimePattern[] patterns, ReadOnlySpan<byte> text, ref TimeParts parts)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.TryRead(text, ref parts)) return true;
        }
        return false;
    }

    private static TimePattern[] Compile(IReadOnlyList<string> patterns) =>
        [.. patterns.Select(text => TimePattern.TryCompile(text, out var pattern, out _) ? pattern : null).OfType<TimePattern>()];
}

/// <summary>What came of reading a time.</summary>
internal enum Reading
{
    /// <summary>There is no text.</summary>
    Missing,

    /// <summary>There is a text, and no pattern fits.</summary>
    Unreadable,

    /// <summary>The date was read, the time of day was not.</summary>
    DayOnly,

    Read,
}

/// <summary>What a map says of the zone of local times.</summary>
internal sealed class ZoneRule
{
    public ZoneRule(string rule)
    {
        IsPlace = rule == "place";
        if (!IsPlace && rule != "local") Fixed = DateTimeZoneProviders.Tzdb.GetZoneOrNull(rule);
        Steady = Fixed is null ? null : new([Fixed]);
    }

    /// <summary>Whether the scan's place decides.</summary>
    public bool IsPlace { get; }

    /// <summary>The zone in which the carrier always writes; <see langword="null"/> for none.</summary>
    public DateTimeZone? Fixed { get; }

    /// <summary>Its offset in months without a change; <see langword="null"/> where there is no zone.</summary>
    public SteadyOffsets? Steady { get; }
}

/// <summary>Where an estimate of the delivery stands.</summary>
internal sealed class EstimatePlan
{
    public EstimatePlan(EstimateDocument estimate, PlanBuilder builder)
    {
        Document = estimate;
        Kind = KindOf(estimate.Kind);
        At = Moment(estimate.At ?? estimate.From, estimate.FromTime);
        Through = Moment(estimate.Through, estimate.ThroughTime);
        Zone = new(estimate.Zone);

        MomentPlan Moment(FieldPaths? at, FieldPaths? time) => new(
            builder.Field(at), estimate.Date is null ? Field.None : builder.Field(estimate.Date), builder.Field(time), estimate.Patterns, estimate.DatePatterns, estimate.TimePatterns);
    }

    public EstimateDocument Document { get; }

    public EstimateKind Kind { get; }

    /// <summary>The moment or day, or the window's beginning.</summary>
    public MomentPlan At { get; }

    /// <summary>The window's end.</summary>
    public MomentPlan Through { get; }

    public ZoneRule Zone { get; }

    private static EstimateKind KindOf(string word) => word switch
    {
        "committed" => EstimateKind.Committed,
        "scheduled" => EstimateKind.Scheduled,
        "appointment" => EstimateKind.Appointment,
        _ => EstimateKind.Estimated,
    };
}
