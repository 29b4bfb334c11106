namespace PostPurchase.Normalization.Timelines;

/// <summary>What is odd about a scan. A flagged scan is kept and visible.</summary>
[Flags]
public enum ScanFlags
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It was received after a scan that is newer than it. Known only where times of receipt are given.</summary>
    Late = 1,

    /// <summary>
    /// It announces a parcel that the same carrier already had, or takes one over that was already at the recipient's door; it moves no phase.
    /// Where another offset would explain it, it is <see cref="ClockSuspect"/> instead.
    /// </summary>
    ImpossibleOrder = 2,

    /// <summary>The carrier handled the parcel before that carrier took it over.</summary>
    BeforePickup = 4,

    /// <summary>The parcel moves on, or is in trouble, after it was delivered or returned, though nothing took that back; it changes nothing.</summary>
    AfterDelivery = 8,

    /// <summary>The same after it was cancelled, lost or destroyed.</summary>
    AfterEnd = 16,

    /// <summary>Its time is in the future of its receipt, before the year 2000, or stands in an impossible order that another offset would explain.</summary>
    ClockSuspect = 32,

    /// <summary>The carrier took it back; it counts for nothing.</summary>
    Retracted = 64,

    /// <summary>A later answer of the same source leaves it out where it should stand: the carrier edited or withdrew it; it counts for nothing.</summary>
    Withdrawn = 128,
}
