using System.Net.Sockets;
using Chat.Server.Diagnostics;
using Chat.Server.Log;
using Serilog;

namespace Chat.Server.Hosting;

/// <summary>One server from its start to its end, which comes by a signal or by a fault.</summary>
internal sealed class ServerRun
{
    /// <summary>How long an orderly end may take.</summary>
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(9.5);

    /// <summary>Of that, how long the server may take before it gives up what is not done.</summary>
    public static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(9);

    private readonly Func<IServer> _make;
    private readonly ILogger _log;
    private readonly TimeProvider _time;

    /// <summary>A run that has not begun.</summary>
    /// <param name="make">Makes the server, which the run starts and disposes of.</param>
    /// <param name="log">Where the end is told.</param>
    /// <param name="time">The clock.</param>
    public ServerRun(Func<IServer> make, ILogger log, TimeProvider time)
    {
        _make = make;
        _log = log;
        _time = time;
    }

    /// <summary>Starts the server and waits for its end.</summary>
    /// <param name="ready">Is called once it accepts connections; it is not ended before that is done.</param>
    /// <param name="stopping">Is called when it begins to stop.</param>
    /// <param name="stop">Asks it to stop.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    /// <exception cref="StartupException">It cannot start.</exception>
    public async Task<int> RunAsync(Func<IServer, Task> ready, Action stopping, CancellationToken stop)
    {
        var server = _make();
        try
        {
            await server.StartAsync(stop);
        }
        catch (Exception error)
        {
            await server.DisposeAsync();
            if (error is OperationCanceledException && stop.IsCancellationRequested)
            {
                return ExitCode.Done;
            }

            throw;
        }

        await ready(server);
        using var memory = new RushMemory(_time);
        var fault = await EndAsync(server, stop);
        if (fault is null)
        {
            stopping();
        }

        await StopAsync(server);
        return fault is null ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Waits until the server is to end; gives what went wrong, or null when it was asked to.</summary>
    private async Task<Exception?> EndAsync(IServer server, CancellationToken stop)
    {
        try
        {
            await server.Faulted.WaitAsync(stop);
            return null;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _log.Stopping();
            return null;
        }
        catch (Exception error) when (error is LogUnavailableException or IOException or SocketException)
        {
            _log.ServerFailed(error);
            return error;
        }
        catch (Exception error)
        {
            _log.ServerBroken(error);
            return error;
        }
    }

    private async Task StopAsync(IServer server)
    {
        // Both clocks run before the server is told.
        using var abandon = new CancellationTokenSource(StopPatience, _time);
        using var limit = new CancellationTokenSource(StopLimit, _time);
        try
        {
            await StopAndDisposeAsync(server, abandon.Token).WaitAsync(limit.Token);
            _log.Stopped();
        }
        catch (OperationCanceledException)
        {
            // The process ends next, and with it whatever is still under way.
            _log.StopCutShort();
        }
    }

    private static async Task StopAndDisposeAsync(IServer server, CancellationToken abandon)
    {
        try
        {
            await server.StopAsync(abandon);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }
}
