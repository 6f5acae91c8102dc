using System.Net.Sockets;

namespace Chat.Server.Transport.Polling;

/// <summary>Reads from sockets that do not block.</summary>
internal static class SocketReading
{
    /// <summary>Reads what there is at this moment. What it leaves behind is told of again.</summary>
    /// <returns>How many bytes; 0 at the end; -1 when there is nothing now.</returns>
    /// <exception cref="SocketException">The connection is gone.</exception>
    /// <exception cref="ObjectDisposedException">The connection was closed.</exception>
    public static int TryReceive(this Socket socket, Span<byte> buffer, SocketFlags flags, IReadiness readiness)
    {
        var count = socket.Receive(buffer, flags, out var error);
        if (error == SocketError.WouldBlock)
        {
            return -1;
        }

        if (error != SocketError.Success)
        {
            throw new SocketException((int)error);
        }

        if (count == buffer.Length)
        {
            readiness.Remind();
        }

        return count;
    }
}
