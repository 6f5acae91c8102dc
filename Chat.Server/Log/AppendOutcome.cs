namespace Chat.Server.Log;

/// <summary>How a commit ended.</summary>
internal enum AppendOutcome
{
    /// <summary>Everything is stored and survives the process.</summary>
    Committed,

    /// <summary>Nothing is stored: there is no room for it.</summary>
    Full,

    /// <summary>Nothing is stored: the store refused for a reason that may pass.</summary>
    Failed,

    /// <summary>Nothing is stored: a (user, key) is there already, see <see cref="AppendResult.Duplicates"/>.</summary>
    Duplicate,

    /// <summary>Nothing is stored: another writer has moved a head.</summary>
    Moved,

    /// <summary>Nobody knows. The store must be opened anew and the heads read back.</summary>
    InDoubt,
}
