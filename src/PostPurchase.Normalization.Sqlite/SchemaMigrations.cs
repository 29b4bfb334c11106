using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PostPurchase.Normalization.Sqlite;

/// <summary>Brings a file to the newest schema, step by step, each in one transaction. Steps are added, never changed.</summary>
internal static class SchemaMigrations
{
    /// <summary>The schema that this version reads and writes.</summary>
    public const int Newest = 2;

    public static void Apply(SqliteConnection connection)
    {
        if (VersionOf(connection) == Newest) return;
        // The write lock comes first, so that of two processes one migrates and the other finds it done.
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = VersionOf(connection);
        if (version > Newest) throw new NotSupportedException($"'{connection.DataSource}' has schema {version}; this version knows those up to {Newest}.");
        for (var step = version + 1; step <= Newest; step++)
        {
            Execute(connection, transaction, Script(step));
            Execute(connection, transaction, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {step}"));
        }
        transaction.Commit();
    }

    internal static string Script(int step)
    {
        using var stream = typeof(SchemaMigrations).Assembly.GetManifestResourceStream(string.Create(CultureInfo.InvariantCulture, $"schema/{step:000}.sql"))
            ?? throw new InvalidOperationException($"There is no step {step} of the schema.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static int VersionOf(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction transaction, string script)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // Scripts of this assembly.
        command.CommandText = script;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
