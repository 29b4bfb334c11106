using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Cli.Output;

/// <summary>Parts of events as people read them.</summary>
internal static class EventText
{
    /// <summary>The time as sent, with its offset; a mark where that is not known, or not to be trusted.</summary>
    public static string Time(EventTime time) => time switch
    {
        { IsKnown: false } => "no time",
        { Precision: TimePrecision.Day } => time.ToString(),
        { Offset: null } => time.ToString().Replace('T', ' ') + " local",
        { Basis: OffsetBasis.SentDoubtful } => time.ToString().Replace('T', ' ') + "?",
        _ => time.ToString().Replace('T', ' '),
    };

    public static string Place(Place? place)
    {
        if (place is null) return "";
        string?[] parts = [place.City ?? place.Text, place.State, place.Country];
        return PlainText.Of(string.Join(", ", parts.Where(part => !string.IsNullOrWhiteSpace(part))));
    }

    /// <summary>The carrier's own words, or else its code.</summary>
    public static string Label(TrackingEvent one) => PlainText.Of(one.Raw.Label ?? one.Raw.Code);

    /// <summary>The colour of an event in a terminal.</summary>
    public static string Style(TrackingEvent one) => one.Match == MatchKind.Unmapped ? "yellow" : Style(one.Type.Milestone, one.Type.Condition);

    /// <summary>The colour of a phase in a terminal.</summary>
    public static string Style(Milestone milestone, Condition condition) => condition switch
    {
        Condition.Exception => "red",
        Condition.Held or Condition.Delayed => "yellow",
        _ when milestone is Milestone.Delivered => "green",
        _ => "default",
    };
}
