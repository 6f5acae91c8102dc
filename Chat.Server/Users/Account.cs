using Chat.Protocol.Names;
using Chat.Server.Log;

namespace Chat.Server.Users;

/// <summary>What a registered user has that a guest has not. State of the sequencer's turn.</summary>
internal sealed class Account
{
    /// <summary>Devices of one user at the most.</summary>
    public const int MaxDevices = 64;

    /// <summary>Former nicks of one user at the most: who collects names keeps them from others.</summary>
    public const int MaxFormerNicks = 16;

    /// <summary>The keys he is known by, in the order of adding; at least one.</summary>
    public List<UserDevice> Devices { get; } = [];

    /// <summary>Nicks he had before, which stay his, the oldest first.</summary>
    public List<Nick> FormerNicks { get; } = [];

    /// <summary>Whether he may do everything on this server.</summary>
    public bool IsOperator { get; set; }

    /// <summary>When he was last here, Unix milliseconds; of no meaning while he is.</summary>
    public long SeenAt { get; set; }

    public UserDevice? Find(DeviceId device) => Devices.Find(known => known.Id == device);
}
