using System.CommandLine;
using System.IO.Pipelines;
using PostPurchase.Normalization.Cli.Input;
using PostPurchase.Normalization.Cli.Output.Timelines;
using PostPurchase.Normalization.Normalizing;

namespace PostPurchase.Normalization.Cli.Commands;

/// <summary><c>postpurchase timeline</c>: payloads or their events in, the state of each shipment out.</summary>
internal static class TimelineCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Files or folders of payloads, or of the lines that 'normalize --output ndjson' writes; folders are walked, - is standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        var carrier = new Option<string?>("--carrier") { Description = "Id or alias of the payloads' carrier; detected where it is not given.", HelpName = "ID" };
        var format = new Option<string?>("--format") { Description = "Id of the payloads' format; detected where it is not given.", HelpName = "ID" };
        var output = new Option<string>("--output")
        {
            Description = "text: for people. json: a shipment a line, for programs. html, svg: pictures for a browser.",
            DefaultValueFactory = _ => "text",
        };
        output.AcceptOnlyFromAmong("text", "json", "html", "svg");
        var maps = Maps.CreateOption();
        var command = new Command(
            "timeline",
            """
            Folds all reports of a shipment into one state and prints it with its history.

            The order of the inputs, repeats, and several sources of one shipment make no difference.

            Examples:
              postpurchase timeline payload.json
              postpurchase timeline payloads/ events.ndjson --output html > shipments.html
              postpurchase normalize payloads/ --output ndjson | postpurchase timeline - --output json
            """)
        {
            paths, carrier, format, output, maps,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (Maps.Load(parsed.GetValue(maps)) is not { } library) return ExitCode.WrongUsage;
            if (InputFiles.Find(parsed.GetValue(paths)!) is not { } inputs) return ExitCode.WrongUsage;
            var normalizer = new Normalizer(library);
            if (!SourceNames.AreKnown(library, normalizer, parsed.GetValue(carrier), parsed.GetValue(format))) return ExitCode.WrongUsage;
            var reader = new TimelineReader(normalizer, parsed.GetValue(carrier), parsed.GetValue(format));
            var exit = await ReadAsync(reader, inputs, cancellationToken).ConfigureAwait(false);
            ShipmentOutput.Write(parsed.GetValue(output)!, [.. reader.Timelines.Shipments]);
            return exit;
        });
        return command;
    }

    private static async Task<int> ReadAsync(TimelineReader reader, IReadOnlyList<InputFile> inputs, CancellationToken cancellationToken)
    {
        var exit = ExitCode.Fine;
        using (var progress = Progress.Start(inputs.Count))
        {
            foreach (var input in inputs)
            {
                if (input.TryOpen() is { } stream)
                {
                    await using (stream.ConfigureAwait(false))
                    {
                        var pipe = PipeReader.Create(stream, new(leaveOpen: true));
                        progress.Advance(await reader.ReadAsync(pipe, input, cancellationToken).ConfigureAwait(false));
                        await pipe.CompleteAsync().ConfigureAwait(false);
                    }
                }
                else exit = ExitCode.Problems;
                progress.FileDone();
            }
        }
        foreach (var fault in reader.BadLines) Console.Error.WriteLine(fault);
        if (reader.Problems.Count > 0)
        {
            var kinds = string.Join(", ", reader.Problems.Select(one => $"{one.Value} {one.Key}"));
            Console.Error.WriteLine($"Passed over {reader.Problems.Values.Sum()} problems: {kinds}.");
        }
        return reader.BadLines.Count + reader.Problems.Count > 0 ? ExitCode.Problems : exit;
    }
}
