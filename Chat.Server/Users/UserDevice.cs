using Chat.Server.Log;

namespace Chat.Server.Users;

/// <summary>A key that a user is known by. State of the sequencer's turn.</summary>
internal sealed class UserDevice
{
    public UserDevice(DeviceId id, string label, long addedAt, long seenAt)
    {
        Id = id;
        Label = label;
        AddedAt = addedAt;
        SeenAt = seenAt;
    }

    public DeviceId Id { get; }

    /// <summary>What it called itself when it was added.</summary>
    public string Label { get; }

    /// <summary>Unix milliseconds.</summary>
    public long AddedAt { get; }

    /// <summary>When it was last here, Unix milliseconds.</summary>
    public long SeenAt { get; set; }
}
