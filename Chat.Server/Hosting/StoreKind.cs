namespace Chat.Server.Hosting;

/// <summary>Where the rooms' logs are kept.</summary>
internal enum StoreKind
{
    /// <summary>In a database in the data folder.</summary>
    Sqlite,

    /// <summary>In memory, bounded: what is said is gone when the server ends.</summary>
    Memory,
}
