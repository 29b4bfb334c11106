using PostPurchase.Normalization.Normalizing;

namespace PostPurchase.Normalization.Cli.Output;

/// <summary>Prints what came of payloads.</summary>
internal interface IEventOutput : IDisposable
{
    void Write(string file, NormalizationResult result);

    /// <summary>Prints what is to stand at the end.</summary>
    void Finish();
}
