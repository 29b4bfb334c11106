namespace PostPurchase.Normalization.Triggers;

/// <summary>Why a rule fires, or does not.</summary>
public enum RuleVerdict
{
    /// <summary>Nothing in the shipment is what it looks for.</summary>
    NoCause,

    /// <summary>It fires now.</summary>
    Fires,

    /// <summary>It has fired for this cause already.</summary>
    Fired,

    /// <summary>Its wait has begun and is not over.</summary>
    Waiting,

    /// <summary>The problem whose end it looks for is still open.</summary>
    StillOpen,

    /// <summary>A condition does not hold.</summary>
    ConditionUnmet,

    /// <summary>The event's type is not sure enough.</summary>
    MatchTooWeak,

    /// <summary>The scan is flagged and moves nothing.</summary>
    Flagged,

    /// <summary>The shipment has moved on since.</summary>
    LeftBehind,

    /// <summary>Another trigger has fired that silences it.</summary>
    Silenced,

    /// <summary>It fired a short time ago and keeps silent.</summary>
    Quiet,
}
