namespace Chat.Server.Log.Sqlite;

/// <summary>The files of a store, all in the server's data folder.</summary>
/// <param name="Folder">The data folder, absolute.</param>
internal sealed record StoreFiles(string Folder)
{
    /// <summary>All that was said, and who is who: the one file that must not be lost.</summary>
    public string Database => Path.Combine(Folder, "chat.db");

    /// <summary>Keys and words, made from the database and made again when it is missing.</summary>
    public string Index => Path.Combine(Folder, "index.db");

    /// <summary>Held by the process that writes.</summary>
    public string Lock => Path.Combine(Folder, "chat.lock");

    /// <summary>The files that SQLite keeps beside a database while it is open or after a crash.</summary>
    public static IEnumerable<string> Beside(string database) => [database + "-wal", database + "-shm", database + "-journal"];
}
