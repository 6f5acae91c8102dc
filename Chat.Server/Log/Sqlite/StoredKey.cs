namespace Chat.Server.Log.Sqlite;

/// <summary>Where the post with a key is, by the number of its log.</summary>
internal readonly record struct StoredKey(PostKey Key, long Log, long Seq, long Time);
