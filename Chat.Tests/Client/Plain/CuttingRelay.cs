using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Chat.Tests.Client.Plain;

/// <summary>A way to a server that can be cut, in the middle of whatever is on it.</summary>
internal sealed class CuttingRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Task> _relaying = [];
    private readonly ConcurrentQueue<Socket> _sockets = new();
    private readonly Task _accepting;

    public CuttingRelay(IPEndPoint server)
    {
        _listener.Start();
        Endpoint = (IPEndPoint)_listener.LocalEndpoint;
        _accepting = AcceptAsync(server);
    }

    public IPEndPoint Endpoint { get; }

    /// <summary>Ends every connection there is, with a reset.</summary>
    public void Cut()
    {
        while (_sockets.TryDequeue(out var socket))
        {
            socket.Close(0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        Cut();
        await Task.WhenAll(_relaying);
    }

    private static async Task RelayAsync(Socket from, Socket to)
    {
        var buffer = new byte[512];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await to.SendAsync(buffer.AsMemory(0, count));
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It was cut, as it was meant to be.
        }
    }

    private async Task AcceptAsync(IPEndPoint server)
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                var onward = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                await onward.ConnectAsync(server);
                _sockets.Enqueue(client);
                _sockets.Enqueue(onward);
                _relaying.Add(RelayAsync(client, onward));
                _relaying.Add(RelayAsync(onward, client));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The listener has been stopped.
        }
    }
}
