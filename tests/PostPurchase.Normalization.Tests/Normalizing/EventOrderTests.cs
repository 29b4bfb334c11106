using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using Xunit;

namespace PostPurchase.Normalization.Tests.Normalizing;

public sealed class EventOrderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("1T09 1T10 2T08", "1T09 1T10 2T08")]
    [InlineData("2T08 1T10 1T09", "1T09 1T10 2T08")]
    // A day's scan without a clock time stays behind its neighbour of that day.
    [InlineData("1T09 1 1T10", "1T09 1 1T10")]
    [InlineData("1T10 1 1T09", "1T09 1T10 1")]
    [InlineData("1 1T09", "1 1T09")]
    [InlineData("2T09 1", "1 2T09")]
    [InlineData("1T23 2 2T01", "1T23 2 2T01")]
    [InlineData("2 1 3", "1 2 3")]
    // One without any time stays behind whatever stood before it.
    [InlineData("? 1T09", "? 1T09")]
    [InlineData("2T09 ? 1T09", "1T09 2T09 ?")]
    [InlineData("? ? ?", "? ? ?")]
    [InlineData("3T09 ? 1 ? 2T09", "1 ? 2T09 3T09 ?")]
    public void Scans_with_a_date_only_or_without_a_time_stay_with_their_neighbours(string sent, string sorted) => Assert.Equal(sorted, string.Join(' ', Sorted(sent.Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    [Fact]
    public void Instants_decide_and_not_clocks_on_the_wall()
    {
        var events = new List<TrackingEvent>
        {
            Event("arrived", EventTime.AtOffset(new(2025, 1, 1, 9, 0), Offset.FromHours(9), TimePrecision.Minute, OffsetBasis.Sent)),
            Event("left", EventTime.AtOffset(new(2025, 1, 1, 1, 0), Offset.FromHours(1), TimePrecision.Minute, OffsetBasis.Sent)),
            Event("before", EventTime.AtOffset(new(2025, 1, 1, 8, 59), Offset.FromHours(9), TimePrecision.Minute, OffsetBasis.Sent)),
        };

        EventOrder.Sort(CollectionsMarshal.AsSpan(events));

        Assert.Equal(["before", "arrived", "left"], events.Select(one => one.TrackingNumber));
    }

    [Fact]
    public void Only_the_part_given_is_sorted_and_every_move_is_told()
    {
        var events = new[] { "9T09", "3T09", "1T09", "2T09", "0T09" }.Select(Event).ToList();

        var moved = new int[3];

        Assert.True(EventOrder.Sort(CollectionsMarshal.AsSpan(events).Slice(1, 3), moved));
        Assert.Equal([2, 0, 1], moved);
        Assert.Equal(["9T09", "1T09", "2T09", "3T09", "0T09"], events.Select(one => one.TrackingNumber));
        Assert.False(EventOrder.Sort(CollectionsMarshal.AsSpan(events).Slice(1, 3), moved));
    }

    [Fact]
    public void Sorting_is_stable_and_sorting_again_changes_nothing()
    {
        var times = Gen.OneOf(
            Gen.Constant("?"),
            Gen.Choose(1, 3).Select(day => $"{day}"),
            Gen.Choose(1, 3).SelectMany(day => Gen.Choose(0, 3), (day, hour) => $"{day}T0{hour}"));
        Prop.ForAll(Arb.From(times.ListOf()), sent =>
        {
            var original = sent.Select((time, index) => Event(time) with { Piece = $"{index}" }).ToList();
            var events = original.ToList();
            int[] moved = [.. Enumerable.Range(0, events.Count)];
            EventOrder.Sort(CollectionsMarshal.AsSpan(events), moved);

            Assert.Equal(original, moved.Select(to => events[to]));
            foreach (var alike in events.Where(one => one.Time.IsKnown && one.Time.Precision != TimePrecision.Day).GroupBy(one => one.Time))
            {
                Assert.Equal(alike.OrderBy(one => int.Parse(one.Piece!)), alike);
            }
            var clocks = events.Where(one => one.Time.Precision > TimePrecision.Day).Select(one => one.Time.Local).ToList();
            Assert.Equal(clocks.Order(), clocks);

            var again = events.ToList();
            EventOrder.Sort(CollectionsMarshal.AsSpan(again));
            Assert.Equal(events, again);
        }).QuickCheckThrowOnFailure();
    }

    private static IEnumerable<string> Sorted(string[] sent)
    {
        var events = sent.Select(Event).ToList();
        EventOrder.Sort(CollectionsMarshal.AsSpan(events));
        return events.Select(one => one.TrackingNumber!);
    }

    /// <summary><c>?</c> no time, <c>2</c> the second day, <c>2T09</c> nine o'clock on it.</summary>
    private static TrackingEvent Event(string text)
    {
        if (text == "?") return Event(text, default);
        var day = new LocalDate(2025, 1, 10).PlusDays(text[0] - '0');
        return Event(text, text.Length == 1 ? EventTime.OnDay(day) : EventTime.AtLocal(day.At(new LocalTime(int.Parse(text[2..]), 0)), TimePrecision.Minute));
    }

    private static TrackingEvent Event(string name, EventTime time) => new() { Carrier = "c", Format = "f", TrackingNumber = name, Time = time, Raw = new() };
}
