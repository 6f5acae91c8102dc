namespace Chat.Server.Log.SystemEvents;

/// <summary>A user of whom something is kept: he has said something, or somebody has said something to him.</summary>
internal sealed record UserAdded(long Time, UserId User, string Nick) : SystemEvent(Time);
