using PostPurchase.Normalization.Hosting;
using PostPurchase.Normalization.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets a host keep shipments in SQLite.</summary>
public static class SqliteTriggerBuilderExtensions
{
    /// <summary>Keeps shipments and triggers in a SQLite file, opened when the tracker is first asked for and closed with the services.</summary>
    /// <param name="builder">What is set up.</param>
    /// <param name="path">The file; made where there is none.</param>
    /// <param name="options">How it works; <see langword="null"/> for the defaults.</param>
    public static TriggerBuilder UseSqlite(this TriggerBuilder builder, string path, SqliteStoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return builder.UseStore(_ => new SqliteShipmentStore(path, options));
    }
}
