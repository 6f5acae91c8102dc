namespace Chat.Server.Log;

/// <summary>Where the post with a key already is.</summary>
internal readonly record struct KeyedEvent(PostKey Key, LogId Log, long Seq, long Time);
