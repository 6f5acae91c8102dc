namespace Chat.Server.Log;

/// <summary>What makes a post one post however often it is sent: its author and the key the client chose.</summary>
internal readonly record struct PostKey(UserId User, Guid Key);
