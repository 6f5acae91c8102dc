namespace Chat.Server.Log.SystemEvents;

/// <summary>A nick that a registered user had before stays his.</summary>
internal sealed record NickReserved(long Time, UserId User, string Nick) : SystemEvent(Time);
