namespace Chat.Server.Log.SystemEvents;

/// <summary>A key of a user's: whoever has it is that user. The first one makes him registered.</summary>
internal sealed record DeviceAdded(long Time, UserId User, DeviceId Device, string Label) : SystemEvent(Time);
