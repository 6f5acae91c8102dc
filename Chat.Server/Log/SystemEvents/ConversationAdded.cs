namespace Chat.Server.Log.SystemEvents;

/// <summary>Two users have a direct conversation, or one a notebook when both are the same.</summary>
internal sealed record ConversationAdded(long Time, LogId Room, UserId One, UserId Other) : SystemEvent(Time);
