namespace Chat.Server.Log;

/// <summary>When a device was last here.</summary>
/// <param name="Device">Its key.</param>
/// <param name="Time">Unix milliseconds.</param>
internal readonly record struct DeviceSighting(DeviceId Device, long Time);
