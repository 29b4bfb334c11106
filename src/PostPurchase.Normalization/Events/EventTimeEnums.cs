namespace PostPurchase.Normalization.Events;

/// <summary>How fine a time was sent. Finer parts than this are zero and mean nothing.</summary>
public enum TimePrecision : byte
{
    /// <summary>There is no time.</summary>
    None,

    /// <summary>A calendar day; its clock time is not known.</summary>
    Day,

    /// <summary>Hours and minutes.</summary>
    Minute,

    /// <summary>Whole seconds.</summary>
    Second,

    /// <summary>A fraction of a second, of whatever length, even if it was zero.</summary>
    Fraction,
}

/// <summary>Where a time's offset from UTC comes from.</summary>
public enum OffsetBasis : byte
{
    /// <summary>The offset is not known; only the local time is.</summary>
    None,

    /// <summary>The payload sent the offset.</summary>
    Sent,

    /// <summary>The payload sent <c>Z</c>, but this format is known to write it behind local times too.</summary>
    SentDoubtful,

    /// <summary>The payload sent the same moment in UTC; the offset is the difference.</summary>
    Utc,

    /// <summary>The payload sent a count since 1970 in UTC. The offset is zero unless the place's zone gave the local time.</summary>
    Epoch,

    /// <summary>The payload named an IANA time zone.</summary>
    ZoneId,

    /// <summary>The payload sent a zone abbreviation, such as <c>CEST</c>, that has one meaning.</summary>
    Abbreviation,

    /// <summary>All zones of the scan's place agree on the offset at that time.</summary>
    Place,

    /// <summary>The carrier's map says in which zone the carrier always writes.</summary>
    Carrier,
}

/// <summary>What was done where a zone's clocks skip or repeat the local time.</summary>
public enum DstResolution : byte
{
    /// <summary>The local time occurs exactly once, or the offset was not derived from a zone.</summary>
    None,

    /// <summary>The clocks skip this local time; the offset before the change is used, so the instant reads later on the clock after it.</summary>
    Gap,

    /// <summary>The clocks show this local time twice; the first occurrence is used.</summary>
    Overlap,
}
