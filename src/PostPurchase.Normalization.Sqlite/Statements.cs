using Microsoft.Data.Sqlite;

namespace PostPurchase.Normalization.Sqlite;

/// <summary>The statements of a connection, prepared when first used.</summary>
internal sealed class Statements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    /// <param name="sql">The statement; its parameters are <c>$1</c>, <c>$2</c> and so on.</param>
    /// <param name="transaction">The transaction that is under way.</param>
    /// <param name="values">The parameters' values, in order; <see langword="null"/> for NULL.</param>
    public SqliteCommand With(string sql, SqliteTransaction? transaction, params ReadOnlySpan<object?> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
#pragma warning disable CA2100 // Constant texts of this assembly.
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var i = 1; i <= values.Length; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
            _prepared.Add(sql, command);
        }
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values) command.Dispose();
    }
}
