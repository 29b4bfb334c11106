using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Normalizing;

public sealed class SinkDoorTests
{
    [Fact]
    public void It_allocates_nothing_once_warm_for_any_example_however_its_format_is_chosen()
    {
        foreach (var file in Payloads.ExampleFiles())
        {
            var payload = File.ReadAllBytes(file);
            var read = Normalizer.BuiltIn.Normalize(payload);
            foreach (var (carrier, named) in new (string?, string?)[] { (null, read.Format), (null, null), (read.Carrier, null) })
            {
                var allocated = Allocations.Of(() =>
                {
                    var sink = new CountingSink();
                    Normalizer.BuiltIn.Normalize(payload, ref sink, carrier, named);
                });
                Assert.True(allocated == 0, $"{file}, carrier {carrier ?? "not named"}, format {named ?? "detected"}: {allocated} bytes");
            }
        }
    }

    [Fact]
    public void Both_doors_tell_the_same()
    {
        foreach (var file in Payloads.ExampleFiles())
        {
            var payload = File.ReadAllBytes(file);
            var result = Normalizer.BuiltIn.Normalize(payload);
            var sink = new CountingSink();
            Normalizer.BuiltIn.Normalize(payload, ref sink);

            Assert.Equal((result.Events.Count, result.Problems.Count, result.Shipments.Count), (sink.Events, sink.Problems, sink.Shipments));
        }
    }

    [Fact]
    public void A_sink_may_normalize_in_turn()
    {
        var sink = new NestingSink();
        Normalizer.BuiltIn.Normalize(Payloads.Example("usps", "0001-delivered-parcel-locker"), ref sink);

        Assert.Equal((10, 10), (sink.Outer, sink.Inner));
    }

    private struct NestingSink : IEventSink
    {
        public int Outer;
        public int Inner;

        public void OnShipment(in ShipmentView view)
        {
        }

        public void OnEvent(in EventView view)
        {
            var before = view.Label.ToArray();
            if (Normalizer.BuiltIn.Normalize(Payloads.Example("ups", "0107-alert-unknown-code")).Events is [{ Match: MatchKind.Unmapped }] && view.Label.SequenceEqual(before)) Inner++;
            Outer++;
        }

        public void OnProblem(in ProblemView view)
        {
        }
    }
}
