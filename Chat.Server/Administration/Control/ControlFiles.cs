using System.Net.Sockets;

namespace Chat.Server.Administration.Control;

/// <summary>The files by which commands reach a running server, in its data folder.</summary>
/// <param name="Folder">The data folder, absolute.</param>
internal sealed record ControlFiles(string Folder)
{
    /// <summary>The socket. It is there while a server listens to commands, and after one was killed.</summary>
    public string Socket => Path.Combine(Folder, "control.sock");

    /// <summary>Held by the server that the socket leads to.</summary>
    public string Lock => Path.Combine(Folder, "control.lock");

    /// <summary>Where to bind and to connect; null when the path is too long for a socket, or when this system has none in the file system.</summary>
    public UnixDomainSocketEndPoint? TryEndPoint()
    {
        if (!System.Net.Sockets.Socket.OSSupportsUnixDomainSockets)
        {
            return null;
        }

        try
        {
            return new UnixDomainSocketEndPoint(Socket);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null; // About 100 bytes; how many depends on the system.
        }
    }
}
