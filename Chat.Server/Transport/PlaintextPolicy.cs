namespace Chat.Server.Transport;

/// <summary>Who may speak to the server without TLS. What such a connection says can be read and changed on its way.</summary>
internal enum PlaintextPolicy
{
    /// <summary>Connections from this machine only (127.0.0.0/8 and ::1).</summary>
    Loopback,

    /// <summary>Everyone: for a network that is protected by other means, or for trying things out.</summary>
    Any,

    /// <summary>Nobody: TLS even from this machine.</summary>
    None,
}
