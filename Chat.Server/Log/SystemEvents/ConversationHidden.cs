namespace Chat.Server.Log.SystemEvents;

/// <summary>A user does not want to see a conversation listed, or does again.</summary>
internal sealed record ConversationHidden(long Time, LogId Room, UserId User, bool IsHidden) : SystemEvent(Time);
