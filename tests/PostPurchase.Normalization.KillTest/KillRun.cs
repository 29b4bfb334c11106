using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using PostPurchase.Normalization.Sqlite;
using PostPurchase.Normalization.Timelines.Json;
using PostPurchase.Normalization.Triggers.Stores;
using PostPurchase.Normalization.Triggers.Stores.Json;

namespace PostPurchase.Normalization.KillTest;

/// <summary>Kills a worker again and again, and compares what is left with a run that nothing disturbed.</summary>
public static class KillRun
{
    /// <summary>Starts a worker, kills it at a random point, and so on; then lets it finish.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="kills">How often it is killed.</param>
    /// <param name="events">Length of the stream.</param>
    /// <param name="seed">What the stream is made of.</param>
    public static async Task<KillReport> RunAsync(string folder, int kills, int events, int seed)
    {
        var random = new Random(seed);
        // On average a little less than what would bring the worker to the end before the last kill.
        var steps = Worker.StepsOf(events) * 1.6 / kills;
        var killed = 0;
        while (killed < kills)
        {
            using var worker = Start(folder, events, seed, 0, 1);
            // One in ten dies while it starts: while it opens the file, brings it to its schema, or reads where it was.
            if (random.Next(10) == 0) await Task.Delay(random.Next(400));
            else await WorkAsync(worker, random.Next((int)Math.Ceiling(steps)), random);
            if (worker.HasExited) break;
            worker.Kill();
            await worker.WaitForExitAsync();
            killed++;
        }
        using (var last = Start(folder, events, seed, 0, 1)) await FinishAsync(last);
        return await CompareAsync(folder, events, seed, 1) with { Kills = killed };
    }

    /// <summary>Lets two workers share a file, each with half of the shipments, and both with all triggers.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="events">Length of the stream.</param>
    /// <param name="seed">What the stream is made of.</param>
    public static async Task<KillReport> RunTwoAsync(string folder, int events, int seed)
    {
        using var one = Start(folder, events, seed, 0, 2);
        using var other = Start(folder, events, seed, 1, 2);
        await Task.WhenAll(FinishAsync(one), FinishAsync(other));
        return await CompareAsync(folder, events, seed, 2);
    }

    private static Process Start(string folder, int events, int seed, int part, int parts)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[typeof(KillRun).Assembly.Location, "worker", folder, Text(events), Text(seed), Text(part), Text(parts)]) start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException("The worker did not start.");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task WorkAsync(Process worker, int steps, Random random)
    {
        for (var lines = 0; lines <= steps; lines++)
        {
            if (await worker.StandardOutput.ReadLineAsync() is null) break;
        }
        // Somewhere within the step after it.
        var point = Stopwatch.GetTimestamp();
        var wait = TimeSpan.FromMicroseconds(random.Next(20_000));
        while (Stopwatch.GetElapsedTime(point) < wait) Thread.SpinWait(50);
    }

    private static async Task FinishAsync(Process worker)
    {
        var faults = worker.StandardError.ReadToEndAsync();
        while (await worker.StandardOutput.ReadLineAsync() is not null)
        {
        }
        await worker.WaitForExitAsync();
        if (worker.ExitCode != 0) throw new InvalidOperationException($"The worker failed: {await faults}");
    }

    private static async Task<KillReport> CompareAsync(string folder, int events, int seed, int parts)
    {
        var expected = new HashSet<string>(StringComparer.Ordinal);
        var undisturbed = new InMemoryShipmentStore();
        var stream = DeliveryStream.Of(events, seed);
        for (var part = 0; part < parts; part++)
        {
            await new Worker(undisturbed, (trigger, _) => { expected.Add($"{trigger.Id} {trigger.Name}"); return ValueTask.CompletedTask; }, hasTicks: parts == 1)
                .RunAsync(WorkerProcess.StreamOf(events, seed, part, parts), 0, _ => { });
        }

        var handled = WorkerProcess.HandledIn(folder);
        var faults = new List<string>();
        faults.AddRange(expected.Except(handled, StringComparer.Ordinal).Select(one => $"never handled: {one}"));
        faults.AddRange(handled.Except(expected, StringComparer.Ordinal).Select(one => $"not expected: {one}"));

        string[] keys = [.. stream.Select(one => one.Key).Distinct()];
        using var store = new SqliteShipmentStore(WorkerProcess.DatabaseIn(folder));
        var (left, right) = (await undisturbed.LoadAsync(keys), await store.LoadAsync(keys));
        for (var i = 0; i < keys.Length; i++)
        {
            if (Text(left[i]) != Text(right[i])) faults.Add($"{keys[i]} is{Environment.NewLine}{Text(right[i])} and not{Environment.NewLine}{Text(left[i])}");
        }
        return new(0, keys.Length, expected.Count, handled.Count, faults);
    }

    private static string Text(TrackedShipment? shipment) => shipment is null ? "missing" : string.Join(' ',
        JsonSerializer.Serialize(shipment.Timeline.Shipment, TimelineJsonContext.Default.Shipment),
        JsonSerializer.Serialize(shipment.Timeline, TimelineJsonContext.Default.ShipmentTimeline),
        JsonSerializer.Serialize(shipment.Attributes, TriggerJsonContext.Default.ShipmentAttributes),
        JsonSerializer.Serialize(shipment.Marks, TriggerJsonContext.Default.TriggerMarks),
        shipment.NextDue);
}

/// <summary>What a run with kills came to.</summary>
/// <param name="Kills">How often the worker was killed.</param>
/// <param name="Shipments">Shipments in the stream.</param>
/// <param name="Triggers">Triggers of the run that nothing disturbed.</param>
/// <param name="Handled">Calls of the handler, repeats among them.</param>
/// <param name="Faults">What is missing, too much, or different.</param>
public sealed record KillReport(int Kills, int Shipments, int Triggers, int Handled, IReadOnlyList<string> Faults);
