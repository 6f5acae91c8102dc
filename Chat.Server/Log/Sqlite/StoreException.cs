namespace Chat.Server.Log.Sqlite;

/// <summary>The store cannot be used as it is, and only an operator can change that. The message says what is wrong and what to do.</summary>
internal sealed class StoreException : Exception
{
    public StoreException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <summary>Whether the files are damaged, rather than in use, of another program or out of reach.</summary>
    public bool IsDamage { get; init; }

    /// <summary>Whether somebody else uses it at the moment.</summary>
    public bool IsInUse { get; init; }
}
