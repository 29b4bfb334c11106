using System.Globalization;
using System.Text;
using PostPurchase.Normalization.Sqlite;
using PostPurchase.Normalization.Triggers;

namespace PostPurchase.Normalization.KillTest;

/// <summary>The process that is killed: SQLite store, a file of steps done, a file of triggers handled.</summary>
internal sealed class WorkerProcess(string folder, int events, int seed, int part, int parts) : IDisposable
{
    private readonly FileStream _ledger = Append(Path.Combine(folder, $"handled-{part}.txt"));
    private readonly FileStream _progress = Append(Path.Combine(folder, $"progress-{part}.txt"));

    public static string DatabaseIn(string folder) => Path.Combine(folder, "shipments.db");

    /// <summary>Ids and names of the triggers that handlers have taken, with repeats.</summary>
    public static IReadOnlyList<string> HandledIn(string folder) => [.. Directory.GetFiles(folder, "handled-*.txt").SelectMany(File.ReadAllLines)];

    public static IReadOnlyList<Delivery> StreamOf(int events, int seed, int part, int parts) =>
        [.. DeliveryStream.Of(events, seed).Where(one => int.Parse(one.Key.AsSpan(one.Key.IndexOf('-') + 1), CultureInfo.InvariantCulture) % parts == part)];

    public async Task RunAsync()
    {
        using var store = new SqliteShipmentStore(DatabaseIn(folder));
        Console.WriteLine("ready");
        var done = File.ReadAllLines(Path.Combine(folder, $"progress-{part}.txt")).LastOrDefault();
        await new Worker(store, HandleAsync, hasTicks: parts == 1).RunAsync(StreamOf(events, seed, part, parts), done is null ? 0 : int.Parse(done, CultureInfo.InvariantCulture), Done);
    }

    public void Dispose()
    {
        _ledger.Dispose();
        _progress.Dispose();
    }

    private async ValueTask HandleAsync(ShipmentTrigger trigger, CancellationToken cancellationToken)
    {
        // One write, which the end of the process cannot undo; only the end of the machine could.
        _ledger.Write(Encoding.UTF8.GetBytes($"{trigger.Id} {trigger.Name}\n"));
        // As long as a quick call of another service, so that some kills fall between the act and its record.
        await Task.Delay(1, CancellationToken.None);
    }

    private void Done(int step)
    {
        _progress.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{step}\n")));
        Console.WriteLine(step);
    }

    private static FileStream Append(string path) => new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
}
