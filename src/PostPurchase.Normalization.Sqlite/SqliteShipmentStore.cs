using System.Text.Json;
using Microsoft.Data.Sqlite;
using NodaTime;
using PostPurchase.Normalization.Timelines;
using PostPurchase.Normalization.Timelines.Json;
using PostPurchase.Normalization.Triggers;
using PostPurchase.Normalization.Triggers.Stores;
using PostPurchase.Normalization.Triggers.Stores.Json;

namespace PostPurchase.Normalization.Sqlite;

/// <summary>Keeps shipments and the outbox of their triggers in a SQLite file: both in one commit, so that a crash loses none and doubles none.</summary>
/// <remarks>
/// The file is in WAL mode and may be used by several processes of one machine, not over a network file system. SQLite works on the thread that calls:
/// a call has done its work when it returns, waits for other processes among it. Calls that fail throw <see cref="SqliteException"/> and have changed
/// nothing. Safe for use by several threads at once; their calls take turns.
/// </remarks>
public sealed class SqliteShipmentStore : IShipmentStore, IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Statements _statements;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ShipmentTimelineJsonConverter _timelines;

    /// <summary>Opens a file, makes it where there is none, and brings it to the newest schema.</summary>
    /// <param name="path">The file; SQLite puts two others beside it while it is used.</param>
    /// <param name="options">How it works; <see langword="null"/> for the defaults.</param>
    /// <exception cref="SqliteException">It cannot be opened, or is no SQLite file.</exception>
    /// <exception cref="NotSupportedException">A later version has brought it to a schema that this one does not know.</exception>
    public SqliteShipmentStore(string path, SqliteStoreOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new();
        var seconds = (int)Math.Ceiling(options.BusyTimeout.TotalSeconds);
        _timelines = new(options.Calendar);
        _connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = Math.Max(1, seconds) }.ToString());
        _statements = new(_connection);
        try
        {
            _connection.Open();
            Execute(FormattableString.Invariant($"PRAGMA busy_timeout = {Math.Max(1, (long)options.BusyTimeout.TotalMilliseconds)}"));
            Execute("PRAGMA journal_mode = WAL");
            Execute(options.SurvivesPowerLoss ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            SchemaMigrations.Apply(_connection);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _statements.Dispose();
        _connection.Dispose();
        _turn.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<TrackedShipment?>> LoadAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var rows = new ShipmentRow?[keys.Count];
        using (await TurnAsync(cancellationToken).ConfigureAwait(false))
        {
            // One transaction, so that all are of the same moment and the lock is taken once.
            using var transaction = keys.Count > 1 ? _connection.BeginTransaction(deferred: true) : null;
            for (var i = 0; i < rows.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var reader = _statements.With("SELECT version, next_due, timeline, attributes, marks FROM shipments WHERE key = $1", transaction, keys[i]).ExecuteReader();
                if (reader.Read()) rows[i] = new(reader.GetInt64(0), MomentOrNull(reader, 1), reader.GetFieldValue<byte[]>(2), BytesOrNull(reader, 3), BytesOrNull(reader, 4));
            }
            transaction?.Commit();
        }
        var shipments = new TrackedShipment?[rows.Length];
        for (var i = 0; i < rows.Length; i++) shipments[i] = rows[i] is { } row ? Shipment(keys[i], row) : null;
        return shipments;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> SaveAsync(IReadOnlyList<ShipmentSave> saves, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(saves);
        // What takes time is done before the lock is taken.
        var rows = new ShipmentRow[saves.Count];
        for (var i = 0; i < rows.Length; i++) rows[i] = Row(saves[i].Shipment);
        List<string>? conflicts = null;
        using (await TurnAsync(cancellationToken).ConfigureAwait(false))
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            for (var i = 0; i < rows.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!Save(saves[i].Shipment.Key, rows[i], transaction)) (conflicts ??= []).Add(saves[i].Shipment.Key);
                else foreach (var entry in saves[i].Triggers) Put(entry, transaction);
            }
            transaction.Commit();
        }
        return conflicts ?? (IReadOnlyList<string>)[];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> DueAsync(Instant upTo, int limit, CancellationToken cancellationToken = default)
    {
        var keys = new List<string>();
        using (await TurnAsync(cancellationToken).ConfigureAwait(false))
        {
            using var reader = _statements.With("SELECT key FROM shipments WHERE next_due <= $1 ORDER BY next_due, key LIMIT $2", null, upTo.ToUnixTimeTicks(), limit).ExecuteReader();
            while (reader.Read()) keys.Add(reader.GetString(0));
        }
        return keys;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<OutboxEntry>> TakeAsync(Instant now, Duration lease, int limit, CancellationToken cancellationToken = default)
    {
        using (await TurnAsync(cancellationToken).ConfigureAwait(false))
        {
            // Nothing to take needs no lock for writing.
            if (_statements.With("SELECT 1 FROM outbox WHERE state = 0 AND next_attempt <= $1 LIMIT 1", null, now.ToUnixTimeTicks()).ExecuteScalar() is null) return [];
            using var transaction = _connection.BeginTransaction(deferred: false);
            var found = Entries(_statements.With($"SELECT {EntryColumns} FROM outbox WHERE state = 0 AND next_attempt <= $1 ORDER BY next_attempt, number LIMIT $2", transaction, now.ToUnixTimeTicks(), limit));
            var taken = new List<OutboxEntry>(found.Count);
            foreach (var entry in found)
            {
                var next = entry with { Attempts = entry.Attempts + 1, Lease = entry.Lease + 1, NextAttempt = now + lease };
                _statements.With("UPDATE outbox SET attempts = $2, lease = $3, next_attempt = $4 WHERE id = $1", transaction, next.Id.ToString(), next.Attempts, next.Lease, next.NextAttempt.ToUnixTimeTicks()).ExecuteNonQuery();
                taken.Add(next);
            }
            transaction.Commit();
            return taken;
        }
    }

    /// <inheritdoc/>
    public async ValueTask UpdateAsync(IReadOnlyList<OutboxEntry> entries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        using (await TurnAsync(cancellationToken).ConfigureAwait(false))
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            foreach (var entry in entries)
            {
                _statements.With(
                    "UPDATE outbox SET state = $3, attempts = $4, next_attempt = $5, finished_at = $6, outcomes = $7 WHERE id = $1 AND lease = $2 AND state = 0",
                    transaction, entry.Id.ToString(), entry.Lease, (int)entry.State, entry.Attempts, entry.NextAttempt.ToUnixTimeTicks(), entry.FinishedAt?.ToUnixTimeTicks(), Outcomes(entry)).ExecuteNonQuery();
            }
            transaction.Commit();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<PendingWork> PendingAsync(CancellationToken cancellationToken = default)
    {
        using (await TurnAsync(cancellationToken).ConfigureAwait(false))
        {
            return new(
                Moment(_statements.With("SELECT MIN(next_due) FROM shipments WHERE next_due IS NOT NULL", null).ExecuteScalar()),
                Moment(_statements.With("SELECT MIN(next_attempt) FROM outbox WHERE state = 0", null).ExecuteScalar()));
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<OutboxEntry>> EntriesAsync(string shipmentKey, CancellationToken cancellationToken = default)
    {
        using (await TurnAsync(cancellationToken).ConfigureAwait(false))
        {
            return Entries(_statements.With($"SELECT {EntryColumns} FROM outbox WHERE shipment = $1 ORDER BY number", null, shipmentKey));
        }
    }

    /// <inheritdoc/>
    public async ValueTask<int> PurgeAsync(Instant before, CancellationToken cancellationToken = default)
    {
        using (await TurnAsync(cancellationToken).ConfigureAwait(false))
        {
            return _statements.With("DELETE FROM outbox WHERE finished_at < $1 AND state <> 0", null, before.ToUnixTimeTicks()).ExecuteNonQuery();
        }
    }

    private const string EntryColumns = "id, rule, shipment, cause, fired_at, due, data, state, attempts, lease, next_attempt, finished_at, outcomes";

    /// <returns>Whether the expected version was there.</returns>
    private bool Save(string key, ShipmentRow row, SqliteTransaction transaction)
    {
        var due = row.NextDue?.ToUnixTimeTicks();
        var command = row.Version == 0
            ? _statements.With("INSERT INTO shipments (key, version, next_due, timeline, attributes, marks) VALUES ($1, 1, $2, $3, $4, $5) ON CONFLICT DO NOTHING", transaction, key, due, row.Timeline, row.Attributes, row.Marks)
            : _statements.With(
                "UPDATE shipments SET version = version + 1, next_due = $2, timeline = $3, attributes = $4, marks = $5 WHERE key = $1 AND version = $6", transaction, key, due, row.Timeline, row.Attributes, row.Marks, row.Version);
        return command.ExecuteNonQuery() == 1;
    }

    private void Put(OutboxEntry entry, SqliteTransaction transaction) => _statements.With(
        $"INSERT INTO outbox ({EntryColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING",
        transaction, entry.Id.ToString(), entry.Rule, entry.ShipmentKey, entry.CauseKey, entry.FiredAt.ToUnixTimeTicks(), entry.Due?.ToUnixTimeTicks(), entry.Data, (int)entry.State,
        entry.Attempts, entry.Lease, entry.NextAttempt.ToUnixTimeTicks(), entry.FinishedAt?.ToUnixTimeTicks(), Outcomes(entry)).ExecuteNonQuery();

    private static List<OutboxEntry> Entries(SqliteCommand command)
    {
        var entries = new List<OutboxEntry>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            entries.Add(new()
            {
                Id = TriggerId.TryParse(reader.GetString(0), out var id) ? id : throw new JsonException($"'{reader.GetString(0)}' is no id of a trigger."),
                Rule = reader.GetString(1),
                ShipmentKey = reader.GetString(2),
                CauseKey = reader.GetString(3),
                FiredAt = Instant.FromUnixTimeTicks(reader.GetInt64(4)),
                Due = MomentOrNull(reader, 5),
                Data = reader.GetString(6),
                State = (OutboxState)reader.GetInt32(7),
                Attempts = reader.GetInt32(8),
                Lease = reader.GetInt64(9),
                NextAttempt = Instant.FromUnixTimeTicks(reader.GetInt64(10)),
                FinishedAt = MomentOrNull(reader, 11),
                Outcomes = reader.IsDBNull(12) ? [] : JsonSerializer.Deserialize(reader.GetString(12), TriggerJsonContext.Default.IReadOnlyListHandlerOutcome) ?? [],
            });
        }
        return entries;
    }

    private static string? Outcomes(OutboxEntry entry) => entry.Outcomes.Count == 0 ? null : JsonSerializer.Serialize(entry.Outcomes, TriggerJsonContext.Default.IReadOnlyListHandlerOutcome);

    private static ShipmentRow Row(TrackedShipment shipment) => new(
        shipment.Version,
        shipment.NextDue,
        JsonSerializer.SerializeToUtf8Bytes(shipment.Timeline, TimelineJsonContext.Default.ShipmentTimeline),
        shipment.Attributes.Values.Count == 0 ? null : JsonSerializer.SerializeToUtf8Bytes(shipment.Attributes, TriggerJsonContext.Default.ShipmentAttributes),
        ReferenceEquals(shipment.Marks, TriggerMarks.None) ? null : JsonSerializer.SerializeToUtf8Bytes(shipment.Marks, TriggerJsonContext.Default.TriggerMarks));

    private TrackedShipment Shipment(string key, ShipmentRow row)
    {
        var reader = new Utf8JsonReader(row.Timeline);
        reader.Read();
        return new()
        {
            Key = key,
            Timeline = _timelines.Read(ref reader, typeof(ShipmentTimeline), TimelineJsonContext.Default.Options),
            Attributes = row.Attributes is null ? ShipmentAttributes.None : JsonSerializer.Deserialize(row.Attributes, TriggerJsonContext.Default.ShipmentAttributes)!,
            Marks = row.Marks is null ? TriggerMarks.None : JsonSerializer.Deserialize(row.Marks, TriggerJsonContext.Default.TriggerMarks)!,
            NextDue = row.NextDue,
            Version = row.Version,
        };
    }

    private async ValueTask<Turn> TurnAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new(_turn);
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Constant texts and numbers of the options.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static Instant? MomentOrNull(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : Instant.FromUnixTimeTicks(reader.GetInt64(column));

    private static byte[]? BytesOrNull(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<byte[]>(column);

    private static Instant? Moment(object? ticks) => ticks is long value ? Instant.FromUnixTimeTicks(value) : null;

    private sealed record ShipmentRow(long Version, Instant? NextDue, byte[] Timeline, byte[]? Attributes, byte[]? Marks);

    /// <summary>The connection belongs to one call at a time.</summary>
    private readonly struct Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
