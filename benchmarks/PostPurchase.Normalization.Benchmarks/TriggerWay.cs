using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using NodaTime;
using PostPurchase.Normalization.Normalizing;
using PostPurchase.Normalization.Sqlite;
using PostPurchase.Normalization.Triggers;
using PostPurchase.Normalization.Triggers.Catalogue;
using PostPurchase.Normalization.Triggers.Dispatch;
using PostPurchase.Normalization.Triggers.Stores;

namespace PostPurchase.Normalization.Benchmarks;

/// <summary>Half a minute: the way to the handlers beside normalization alone, and SQLite in batches of 500 beside bare inserts of the same rows.</summary>
internal static class TriggerWay
{
    private const int Rounds = 40;
    private const int CallsPerRound = 40;
    private const int BatchSize = 500;
    private const int Batches = 12;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.4);

    /// <param name="formats">Ids of the formats to measure; empty: all, and SQLite.</param>
    public static async Task<int> RunAsync(string[] formats)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TriggerCatalogue.Rules.Count} built-in rules"));
        Console.WriteLine();
        Console.WriteLine("| payload of 12 scans | normalize, us | with timeline | without rules | whole way | triggers | rules, us an event | triggers |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        Best(Loaded(SamplePayloads.Formats[0])); // readies the code all formats share
        foreach (var format in formats.Length == 0 ? SamplePayloads.Formats : formats)
        {
            var benchmarks = Loaded(format);
            var best = Best(benchmarks);
            var triggers = await benchmarks.Way();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| `{format}` | {best[0]:0.0} | {best[1] / best[0]:0.00} x | {best[2] / best[0]:0.00} x | {best[3] / best[0]:0.00} x | {triggers} | {best[4] / benchmarks.EventCount:0.00} | {benchmarks.Rules()} |"));
        }
        if (formats.Length > 0) return 0;
        Console.WriteLine();
        Console.WriteLine("| SQLite, batches of 500 | events/s | bare inserts of the same rows, events/s |");
        Console.WriteLine("| --- | --- | --- |");
        foreach (var survivesPowerLoss in (bool[])[true, false]) await MeasureSqliteAsync(survivesPowerLoss);
        return 0;
    }

    private static TriggerBenchmarks Loaded(string format)
    {
        var benchmarks = new TriggerBenchmarks { Format = format };
        benchmarks.Load();
        return benchmarks;
    }

    /// <summary>In turns, the best round of each: other work on the machine only adds time.</summary>
    private static double[] Best(TriggerBenchmarks benchmarks)
    {
        Action[] candidates =
        [
            () => benchmarks.Normalize(), () => benchmarks.Timeline(), () => benchmarks.WayWithoutRules().GetAwaiter().GetResult(),
            () => benchmarks.Way().GetAwaiter().GetResult(), () => benchmarks.Rules(),
        ];
        foreach (var candidate in candidates)
        {
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < WarmUp;) candidate();
        }
        var best = candidates.Select(_ => double.MaxValue).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            benchmarks.Renew();
            for (var i = 0; i < candidates.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                for (var call = 0; call < CallsPerRound; call++) candidates[i]();
                best[i] = Math.Min(best[i], Stopwatch.GetElapsedTime(start).TotalMicroseconds / CallsPerRound);
            }
        }
        return best;
    }

    /// <summary>Payloads of twelve scans, each of a shipment that is new; then the rows that this made, inserted into tables of the same shape.</summary>
    private static async Task MeasureSqliteAsync(bool survivesPowerLoss)
    {
        var folder = Directory.CreateTempSubdirectory("postpurchase-sqlite-");
        try
        {
            var report = Normalizer.BuiltIn.Normalize(SamplePayloads.Of("ups-track-v1"), format: "ups-track-v1").Reports.Single();
            var file = Path.Combine(folder.FullName, "shipments.db");
            var events = Batches * BatchSize * report.Events.Count;
            double store;
            using (var sqlite = new SqliteShipmentStore(file, new() { SurvivesPowerLoss = survivesPowerLoss }))
            {
                var tracker = new ShipmentTracker(new(TriggerCatalogue.Rules), sqlite, new StandingClock());
                await tracker.ProcessAsync([.. Enumerable.Range(0, BatchSize).Select(i => new TrackingInput($"warm{i}", report))]);
                var start = Stopwatch.GetTimestamp();
                for (var batch = 0; batch < Batches; batch++)
                {
                    await tracker.ProcessAsync([.. Enumerable.Range(0, BatchSize).Select(i => new TrackingInput($"s{batch}-{i}", report))]);
                }
                store = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
            var bare = BareInserts(file, survivesPowerLoss);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| commits on the disk: {(survivesPowerLoss ? "yes" : "no")} | {events / store:0} | {events / bare:0} |"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double BareInserts(string file, bool survivesPowerLoss)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        Execute(connection, survivesPowerLoss ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        var shipments = Read(connection, "SELECT key, version, next_due, timeline, attributes, marks FROM shipments WHERE key LIKE 's%'");
        var outbox = Read(connection, "SELECT id, rule, shipment, cause, fired_at, due, data, state, attempts, lease, next_attempt FROM outbox WHERE shipment LIKE 's%'");
        Execute(connection, "DELETE FROM shipments");
        Execute(connection, "DELETE FROM outbox");
        var perShipment = outbox.Count / Math.Max(1, shipments.Count);

        var start = Stopwatch.GetTimestamp();
        using var shipment = Insert(connection, "INSERT INTO shipments (key, version, next_due, timeline, attributes, marks) VALUES ($0, $1, $2, $3, $4, $5)", 6);
        using var entry = Insert(connection, "INSERT INTO outbox (id, rule, shipment, cause, fired_at, due, data, state, attempts, lease, next_attempt) VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", 11);
        foreach (var some in shipments.Select((row, index) => (row, index)).Chunk(BatchSize))
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            (shipment.Transaction, entry.Transaction) = (transaction, transaction);
            foreach (var (row, index) in some)
            {
                Run(shipment, row);
                for (var i = index * perShipment; i < Math.Min((index + 1) * perShipment, outbox.Count); i++) Run(entry, outbox[i]);
            }
            transaction.Commit();
        }
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static SqliteCommand Insert(SqliteConnection connection, string sql, int columns)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < columns; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        return command;
    }

    private static void Run(SqliteCommand command, object[] row)
    {
        for (var i = 0; i < row.Length; i++) command.Parameters[i].Value = row[i];
        command.ExecuteNonQuery();
    }

    private static List<object[]> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }
        return rows;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class StandingClock : IClock
    {
        public Instant GetCurrentInstant() => Instant.FromUtc(2026, 1, 1, 0, 0);
    }
}
