using System.Net.Sockets;
using System.Text.Json;
using Chat.Server.Diagnostics;
using Chat.Server.Log.Sqlite;
using Serilog;

namespace Chat.Server.Administration.Control;

/// <summary>
/// Where a running server listens to the commands of its operator: a socket in the data folder that only the user it runs as can connect to. A connection has one request and
/// one answer.
/// </summary>
internal sealed class ControlListener : IAsyncDisposable
{
    /// <summary>Connections at a time; more of them wait.</summary>
    private const int Connections = 4;

    /// <summary>Connections that wait.</summary>
    private const int Waiting = 16;

    /// <summary>How long one may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait after the system could not accept one.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ControlFiles _files;
    private readonly StoreLock _lock;
    private readonly Socket _socket;
    private readonly IHouse _house;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Task _serving;
    private bool _isDisposed;

    private ControlListener(ControlFiles files, StoreLock held, Socket socket, IHouse house, TimeProvider time, ILogger log)
    {
        _files = files;
        _lock = held;
        _socket = socket;
        _house = house;
        _time = time;
        _log = log;
        _serving = Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => ServeAllAsync()));
    }

    /// <summary>Begins to listen, when the folder's store belongs to this server or is in memory.</summary>
    /// <param name="files">Where. What a server that was killed has left is replaced.</param>
    /// <param name="house">Does what is asked.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where it logs, also why it does not listen.</param>
    /// <returns>Null when it cannot: the server is then run without.</returns>
    public static ControlListener? TryStart(ControlFiles files, IHouse house, TimeProvider time, ILogger log)
    {
        if (files.TryEndPoint() is not { } place)
        {
            log.ConsoleMissing($"the path {files.Socket} is too long for a socket");
            return null;
        }

        StoreLock? held = null;
        Socket? socket = null;
        try
        {
            // Several servers with their rooms in memory may share a folder; the first one has the socket.
            held = StoreLock.Take(files.Folder, files.Lock);
            File.Delete(files.Socket);
            socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Bind(place);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(files.Socket, UnixFileMode.UserRead | UnixFileMode.UserWrite); // Nobody can connect before it listens.
            }

            socket.Listen(Waiting);
            return new ControlListener(files, held, socket, house, time, log);
        }
        catch (Exception error) when (error is StoreException or SocketException or IOException or UnauthorizedAccessException)
        {
            socket?.Dispose();
            held?.Dispose();
            log.ConsoleMissing(error.Message);
            return null;
        }
    }

    /// <summary>Stops listening, closes what is open and removes the socket.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _stopping.CancelAsync();
        await _serving;
        _socket.Dispose();
        TryRemove();
        _lock.Dispose();
        _stopping.Dispose();
    }

    private void TryRemove()
    {
        try
        {
            File.Delete(_files.Socket);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _log.ConsoleFailed(error); // The next server replaces it.
        }
    }

    private async Task ServeAllAsync()
    {
        while (true)
        {
            try
            {
                using var peer = await _socket.AcceptAsync(_stopping.Token);
                await ServeAsync(peer);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException error)
            {
                _log.ConsoleFailed(error);
                await Task.Delay(Pause, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ServeAsync(Socket peer)
    {
        using var limit = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopping.Token);
        try
        {
            if (await ControlLine.ReadAsync(peer, ControlJson.Default.ControlRequest, ControlLine.MostOfRequest, either.Token) is { } request)
            {
                _log.ConsoleAsked(request.Verb.ToString());
                var answer = await AnswerAsync(request, either.Token);
                await ControlLine.WriteAsync(peer, answer, ControlJson.Default.ControlAnswer, either.Token);
                peer.Shutdown(SocketShutdown.Both);
            }
        }
        catch (Exception error) when (error is JsonException or SocketException or OperationCanceledException)
        {
            _log.ConsolePeerClosed(error is OperationCanceledException && !_stopping.IsCancellationRequested ? "it took too long" : error.Message);
        }
    }

    private async ValueTask<ControlAnswer> AnswerAsync(ControlRequest request, CancellationToken cancellation)
    {
        try
        {
            return await _house.DoAsync(request, cancellation);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _log.ConsoleFailed(error);
            return ControlAnswer.Refusal("The server failed to do that; its log says more.");
        }
    }
}
