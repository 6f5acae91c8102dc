namespace Chat.Server.Log;

/// <summary>A device as the store knows it.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Label">What it called itself when it was added.</param>
/// <param name="AddedAt">Unix milliseconds.</param>
internal readonly record struct StoredDevice(DeviceId Id, string Label, long AddedAt);
