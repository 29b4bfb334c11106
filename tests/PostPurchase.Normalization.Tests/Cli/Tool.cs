using System.Diagnostics;
using System.Text.Json.Nodes;
using PostPurchase.Normalization.Cli.Commands;

namespace PostPurchase.Normalization.Tests.Cli;

/// <summary>Runs the built command line as other programs do: as a process.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Task<ToolRun> RunAsync(params string[] arguments) => RunAsync(arguments, input: null);

    public static async Task<ToolRun> RunAsync(string[] arguments, string? input)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(NormalizeCommand).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (input is not null) await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException fault)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"postpurchase {string.Join(' ', arguments)} did not end", fault);
        }
        return new(process.ExitCode, await output, await error);
    }
}

/// <summary>What a run left behind.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r')).ToList();

    public IReadOnlyList<JsonObject> Objects => [.. Lines.Select(line => JsonNode.Parse(line)!.AsObject())];
}
