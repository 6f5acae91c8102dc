using System.Runtime.Versioning;
using Chat.Bench.Sockets;

namespace Chat.Bench.Peers.Limit;

/// <summary>A connection to the limit server, and what it owns. Belongs to the server's thread.</summary>
[SupportedOSPlatform("linux")]
internal sealed class LimitMember(int socket, int tag)
{
    /// <summary>The beginning of a frame.</summary>
    public Tail Tail;

    /// <summary>What has not been sent yet.</summary>
    public Outlet Outlet;

    public int Socket { get; } = socket;

    public int Tag { get; } = tag;

    /// <summary>All members of its room; null before it has one.</summary>
    public List<LimitMember>? Room { get; set; }

    /// <summary>Whether it is sent to at the end of the turn.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Whether its socket takes nothing more for now.</summary>
    public bool IsFull { get; set; }

    public bool IsGone { get; set; }
}
