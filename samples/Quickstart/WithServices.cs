#region readme
using Microsoft.Extensions.DependencyInjection;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Normalizing.Streams;
using PostPurchase.Normalization.Taxonomy;
#endregion

namespace Quickstart;

internal static class WithServices
{
    public static async Task PrintAttemptsAsync(string file, CancellationToken cancellationToken)
    {
        #region readme
        var services = new ServiceCollection();
        services.AddPostPurchaseNormalization(new() { MaxPayloadBytes = 4 * 1024 * 1024 })
            .AddMap("""{ "id": "ups", "aliases": ["brown"] }""");   // a host's own map over the built-in one; AddMapFolder reads folders
        services.AddSingleton<TrackingHook>();
        #endregion
        await using var provider = services.BuildServiceProvider();
        await using var body = File.OpenRead(file);
        Console.WriteLine($"{await provider.GetRequiredService<TrackingHook>().CountFailedAttemptsAsync(body, cancellationToken)} failed attempts at the door");
    }
}

#region readme
internal sealed class TrackingHook(Normalizer normalizer)
{
    /// <summary>Reads a body of any length: one payload, a JSON array of them, or one a line.</summary>
    public async Task<int> CountFailedAttemptsAsync(Stream body, CancellationToken cancellationToken)
    {
        var failed = 0;
        await foreach (var payload in normalizer.NormalizeAsync(body, carrier: "brown", cancellationToken: cancellationToken))
        {
            failed += payload.Result.Events.Count(one => one.Type.Milestone == Milestone.AttemptFailed);
        }
        return failed;
    }
}
#endregion
