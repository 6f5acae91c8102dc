namespace Chat.Server.Administration;

/// <summary>A line of an export is not what it should be. The message says what is wrong with it, without where it is.</summary>
internal sealed class ImportException : Exception
{
    public ImportException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
