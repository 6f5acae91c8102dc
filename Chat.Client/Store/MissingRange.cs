namespace Chat.Client.Store;

/// <summary>Events that were jumped over and are to be fetched: those after one seq, up to another one.</summary>
internal readonly record struct MissingRange(long After, long UpTo);
