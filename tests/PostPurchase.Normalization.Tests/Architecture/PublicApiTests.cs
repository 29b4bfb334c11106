using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Tests.Support;
using Xunit;

namespace PostPurchase.Normalization.Tests.Architecture;

public sealed class PublicApiTests
{
    [Fact]
    public void What_the_package_shows_changes_only_on_purpose() =>
        Snapshot.Verify(PublicApi.Print(typeof(Normalizer).Assembly), "Architecture", "PublicApi");
}
