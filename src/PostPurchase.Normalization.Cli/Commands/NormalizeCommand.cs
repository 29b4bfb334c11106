using System.CommandLine;
using PostPurchase.Normalization.Cli.Output;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Normalizing.Streams;

namespace PostPurchase.Normalization.Cli.Commands;

/// <summary><c>postpurchase normalize</c>: payloads in, events out.</summary>
internal static class NormalizeCommand
{
    /// <summary>Payloads worked on at once; the most that the library takes.</summary>
    private const int MaxParallelism = 64;

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Files or folders of payloads; folders are walked, - is standard input.", Arity = ArgumentArity.OneOrMore };
        var carrier = new Option<string?>("--carrier") { Description = "Id or alias of the carrier; detected where it is not given.", HelpName = "ID" };
        var format = new Option<string?>("--format") { Description = "Id of the payload format; detected where it is not given.", HelpName = "ID" };
        var output = new Option<string>("--output") { Description = "ndjson: an event a line, for programs. table: for people.", DefaultValueFactory = _ => "table" };
        output.AcceptOnlyFromAmong("ndjson", "table");
        var maps = Maps.CreateOption();
        var strict = new Option<bool>("--strict") { Description = "Exit with 1 on unmapped codes too." };
        var personal = new Option<bool>("--personal-data") { Description = "Carry the names of who signed into events." };
        var command = new Command(
            "normalize",
            """
            Normalizes payloads and prints their events.

            Examples:
              postpurchase normalize payload.json
              postpurchase normalize payloads/ --output ndjson > events.ndjson
              curl -s https://shop.example/hook-log | postpurchase normalize - --carrier ups --output ndjson
              postpurchase normalize payloads/ --maps ./our-maps --strict
            """)
        {
            paths, carrier, format, output, maps, strict, personal,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (Maps.Load(parsed.GetValue(maps)) is not { } library) return ExitCode.WrongUsage;
            if (InputFiles.Find(parsed.GetValue(paths)!) is not { } inputs) return ExitCode.WrongUsage;
            var normalizer = new Normalizer(library, new() { IncludePersonalData = parsed.GetValue(personal) });
            var named = parsed.GetValue(carrier);
            if (!SourceNames.AreKnown(library, normalizer, named, parsed.GetValue(format))) return ExitCode.WrongUsage;
            using var writer = parsed.GetValue(output) == "ndjson" ? new NdjsonOutput() : (IEventOutput)new TableOutput();
            return await RunAsync(normalizer, inputs, named, parsed.GetValue(format), parsed.GetValue(strict), writer, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        Normalizer normalizer, IReadOnlyList<InputFile> inputs, string? carrier, string? format, bool isStrict, IEventOutput output, CancellationToken cancellationToken)
    {
        var exit = ExitCode.Fine;
        using var progress = Progress.Start(inputs.Count);
        foreach (var input in inputs)
        {
            if (input.TryOpen() is not { } stream)
            {
                exit = ExitCode.Problems;
                continue;
            }
            await using (stream.ConfigureAwait(false))
            {
                var isEmpty = true;
                var results = normalizer.NormalizeAsync(stream, input.Framing, carrier, format, Math.Min(Environment.ProcessorCount, MaxParallelism), cancellationToken);
                await foreach (var streamed in results.ConfigureAwait(false))
                {
                    isEmpty = false;
                    output.Write(input.Name, streamed.Result);
                    if (streamed.Result.Problems.Count > 0) exit = ExitCode.Problems;
                    if (isStrict && streamed.Result.Events.Any(one => one.Match == MatchKind.Unmapped)) exit = ExitCode.Problems;
                    progress.Advance(streamed.Result.Events.Count);
                }
                if (isEmpty)
                {
                    output.Write(input.Name, normalizer.Normalize([], carrier, format));
                    exit = ExitCode.Problems;
                }
            }
            progress.FileDone();
        }
        output.Finish();
        return exit;
    }
}
