using Xunit;

namespace PostPurchase.Normalization.Tests.Support;

/// <summary>Compares a text with <c>name.verified.txt</c>; on a difference writes <c>name.received.txt</c> beside it. Accepting is renaming, never automatic.</summary>
internal static class Snapshot
{
    public static void Verify(string received, params string[] pathWithoutEnding)
    {
        var path = Repository.PathOf(["tests", "PostPurchase.Normalization.Tests", .. pathWithoutEnding]);
        var verifiedFile = path + ".verified.txt";
        var receivedFile = path + ".received.txt";
        var verified = File.Exists(verifiedFile) ? File.ReadAllText(verifiedFile).ReplaceLineEndings("\n") : null;
        if (verified == received)
        {
            File.Delete(receivedFile);
            return;
        }
        File.WriteAllText(receivedFile, received);
        Assert.Fail($"{verifiedFile} {(verified is null ? "does not exist" : "differs")}; see {receivedFile}");
    }
}
