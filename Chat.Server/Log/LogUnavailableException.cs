namespace Chat.Server.Log;

/// <summary>A store cannot answer a read now. It may later; nothing is lost.</summary>
internal sealed class LogUnavailableException : Exception
{
    public LogUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
