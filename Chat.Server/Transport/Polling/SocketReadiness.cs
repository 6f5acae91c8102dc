using System.Net.Sockets;

namespace Chat.Server.Transport.Polling;

/// <summary>What the runtime has on every system: a read of nothing, which ends when there is something to read.</summary>
internal sealed class SocketReadiness(Socket socket) : IReadiness
{
    public async ValueTask WaitAsync()
    {
        try
        {
            await socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The read that follows says so.
        }
    }

    public void Remind()
    {
        // A read of nothing looks for itself.
    }

    public void Dispose()
    {
        // The socket is its owner's.
    }
}
