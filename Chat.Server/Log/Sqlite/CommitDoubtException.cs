namespace Chat.Server.Log.Sqlite;

/// <summary>Nobody knows whether a transaction is stored.</summary>
internal sealed class CommitDoubtException : Exception
{
    public CommitDoubtException(Exception cause)
        : base(cause.Message, cause)
    {
    }
}
