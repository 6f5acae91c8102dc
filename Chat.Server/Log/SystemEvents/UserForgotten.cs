namespace Chat.Server.Log.SystemEvents;

/// <summary>Nothing brings this guest back: his secrets and memberships are gone. What he said stays.</summary>
internal sealed record UserForgotten(long Time, UserId User) : SystemEvent(Time);
