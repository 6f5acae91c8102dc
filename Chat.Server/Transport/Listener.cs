using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using Chat.Server.Diagnostics;
using Chat.Server.Sessions;
using Chat.Server.Transport.Polling;
using Serilog;

namespace Chat.Server.Transport;

/// <summary>Accepts connections on all its addresses and hands them to the session registry.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private const int Backlog = 4_096;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly List<Socket> _sockets = [];
    private readonly List<Task> _loops = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly TransportOptions _options;
    private readonly TlsHandshakes _handshakes;
    private readonly SessionRegistry _sessions;
    private readonly Poller? _poller;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Action<Exception> _fault;
    private readonly Throttle _warnings;

    /// <param name="poller">Who waits for the sockets; null: the runtime.</param>
    public Listener(TransportOptions options, SessionRegistry sessions, Poller? poller, TimeProvider time, ILogger log, Action<Exception> fault)
    {
        _options = options;
        _handshakes = new TlsHandshakes(options);
        _sessions = sessions;
        _poller = poller;
        _time = time;
        _log = log;
        _fault = fault;
        _warnings = new Throttle(time);
    }

    /// <summary>The addresses that are really bound.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints => [.. _sockets.Select(static socket => (IPEndPoint)socket.LocalEndPoint!)];

    /// <summary>Binds all addresses.</summary>
    /// <exception cref="ListenException">One cannot be bound; none is then.</exception>
    public void Bind()
    {
        try
        {
            if (_options.Addresses.Count == 0)
            {
                BindAll();
            }

            foreach (var address in _options.Addresses)
            {
                // Several addresses at "any free port" are to share one.
                Bind(new IPEndPoint(address, _sockets.Count > 0 ? Endpoints[0].Port : _options.Port), dualMode: false);
            }
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <summary>Begins to accept.</summary>
    public void Start()
    {
        foreach (var socket in _sockets)
        {
            _log.Listening((IPEndPoint)socket.LocalEndPoint!);
            _loops.Add(AcceptAsync(socket, (IPEndPoint)socket.LocalEndPoint!));
        }
    }

    /// <summary>Accepts no more.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        Close();
        await Task.WhenAll(_loops);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
        _handshakes.Dispose();
    }

    private void BindAll()
    {
        if (!Socket.OSSupportsIPv6)
        {
            Bind(new IPEndPoint(IPAddress.Any, _options.Port), dualMode: false);
            return;
        }

        try
        {
            Bind(new IPEndPoint(IPAddress.IPv6Any, _options.Port), dualMode: true);
        }
        catch (ListenException noIPv6) when (noIPv6.Error is SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable)
        {
            // IPv6 is compiled in but switched off on this machine.
            Bind(new IPEndPoint(IPAddress.Any, _options.Port), dualMode: false);
        }
    }

    private void Bind(IPEndPoint endpoint, bool dualMode)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (endpoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = dualMode;
            }

            socket.Bind(endpoint);
            socket.Listen(Backlog);
            _sockets.Add(socket);
        }
        catch (SocketException refused)
        {
            socket?.Dispose();
            throw new ListenException(endpoint, refused);
        }
    }

    private async Task AcceptAsync(Socket listener, IPEndPoint endpoint)
    {
        var pause = FirstPause;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(_stopping.Token);
                pause = FirstPause;
                Accept(socket);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException error) when (IsResourcePressure(error.SocketErrorCode))
            {
                WarnOfPause(error, pause);
                await PauseAsync(pause);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            catch (SocketException error) when (IsPassing(error.SocketErrorCode))
            {
                if (_warnings.TryPass(out var skipped))
                {
                    _log.AcceptFailed(error.SocketErrorCode.ToString(), skipped);
                }
            }
            catch (Exception lost)
            {
                _log.ListenerFailed(endpoint, lost);
                _fault(lost);
                return;
            }
        }
    }

    private void Accept(Socket socket)
    {
        SocketConnection connection;
        try
        {
            connection = new SocketConnection(new ReadySocket(socket, _poller), _options, _handshakes);
        }
        catch (Exception gone) when (gone is Win32Exception or ObjectDisposedException)
        {
            // It was reset between the kernel's accept and ours, or the kernel waits for no more sockets.
            socket.Dispose();
            return;
        }

        _sessions.Accept(connection);
    }

    private void WarnOfPause(SocketException error, TimeSpan pause)
    {
        if (_warnings.TryPass(out var skipped))
        {
            _log.AcceptPaused(error.SocketErrorCode.ToString(), pause, skipped);
        }
    }

    private async Task PauseAsync(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, _time, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // The loop sees that it is over.
        }
    }

    private void Close()
    {
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }
    }

    /// <summary>Out of descriptors or memory: it passes when others close, so wait a little longer each time.</summary>
    private static bool IsResourcePressure(SocketError error) =>
        error is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable or SocketError.ProcessLimit;

    /// <summary>Errors of the one connection that was to be accepted; the next may be fine.</summary>
    private static bool IsPassing(SocketError error) =>
        error is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Interrupted or SocketError.TryAgain or SocketError.TimedOut
            or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.HostDown
            or SocketError.ProtocolOption or SocketError.AccessDenied;
}
