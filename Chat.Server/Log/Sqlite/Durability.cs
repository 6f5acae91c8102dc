namespace Chat.Server.Log.Sqlite;

/// <summary>What a commit has survived when it is acknowledged.</summary>
internal enum Durability
{
    /// <summary>The end of the process and the loss of power: every commit is synced to the disk.</summary>
    Full,

    /// <summary>The end of the process; a loss of power can take the commits of the last seconds, never a part of one.</summary>
    Normal,
}
