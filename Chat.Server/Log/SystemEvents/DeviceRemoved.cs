namespace Chat.Server.Log.SystemEvents;

/// <summary>A key is that user's no longer.</summary>
internal sealed record DeviceRemoved(long Time, UserId User, DeviceId Device) : SystemEvent(Time);
