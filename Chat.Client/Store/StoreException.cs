namespace Chat.Client.Store;

/// <summary>A file or a folder of ours is not as it must be. The message says which and what to do, for a person to read.</summary>
internal sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);
