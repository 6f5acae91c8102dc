namespace Chat.Server.Log;

/// <summary>Who wrote an event. Names change and are given away; this never is.</summary>
internal readonly record struct UserId(long Value);
