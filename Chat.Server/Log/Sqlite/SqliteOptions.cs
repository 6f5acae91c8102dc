namespace Chat.Server.Log.Sqlite;

/// <summary>How a durable store is kept.</summary>
/// <param name="Folder">The data folder, absolute.</param>
internal sealed record SqliteOptions(string Folder)
{
    public Durability Durability { get; init; } = Durability.Full;

    public RetentionPolicy Retention { get; init; } = RetentionPolicy.KeepAll;

    public SqliteSeams Seams { get; init; } = new();
}
