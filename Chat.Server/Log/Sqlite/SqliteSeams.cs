using Microsoft.Data.Sqlite;

namespace Chat.Server.Log.Sqlite;

/// <summary>Where tests reach in. Nobody else sets any of it.</summary>
internal sealed record SqliteSeams
{
    /// <summary>Keys that may be owed to the index before appends wait for it.</summary>
    public int RecentKeys { get; init; } = Sqlite.RecentKeys.Bound;

    /// <summary>Is called with the connection that appends, each time it is opened.</summary>
    public Action<SqliteConnection> Opened { get; init; } = static _ => { };

    /// <summary>Is called right before a transaction is committed; what it throws is taken for an error of the commit.</summary>
    public Action Committing { get; init; } = static () => { };

    /// <summary>The same right after.</summary>
    public Action Committed { get; init; } = static () => { };
}
