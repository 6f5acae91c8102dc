using System.Net;
using System.Net.Sockets;
using Chat.Server.Administration.Control;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Log.Memory;
using Chat.Server.Log.Sqlite;
using Chat.Server.Sessions;
using Chat.Server.Transport;
using Chat.Server.Transport.Polling;
using Serilog;

namespace Chat.Server.Hosting;

/// <summary>A whole server: a listener in front of a core.</summary>
internal sealed class ChatServer : IServer
{
    /// <summary>How long a drain may take.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(8);

    private readonly ServerOptions _options;
    private readonly ServerCore _core;
    private readonly Listener _listener;
    private readonly IDisposable? _poller;
    private readonly House _house;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private ControlListener? _control;

    private ChatServer(ServerOptions options, ServerCore core, Listener listener, IDisposable? poller, string fingerprint, TimeProvider time, ILogger logger)
    {
        _options = options;
        _core = core;
        _listener = listener;
        _poller = poller;
        _house = new House(core, () => Banner.Place(options, listener.Endpoints, fingerprint, LocalAddresses.Find()), time);
        _time = time;
        _logger = logger;
    }

    /// <summary>The addresses that are really bound; after <see cref="StartAsync"/>.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints => _listener.Endpoints;

    /// <summary>Completes with an exception when the server cannot go on.</summary>
    public Task Faulted => _core.Faulted;

    /// <summary>Who is connected.</summary>
    public SessionRegistry Sessions => _core.Sessions;

    /// <summary>Puts a server together. <paramref name="log"/> is the store the options name, unless a test brings one; the server disposes of it.</summary>
    public static ChatServer Create(
        ServerOptions options, ServerCertificate certificate, string? motd, TimeProvider time, ILogger logger, IEventLog? log = null)
    {
        log ??= StoreOf(options, time, logger);
        var core = new ServerCore(CoreOptions(options, motd), log, ThreadPoolScheduler.Instance, time, logger);
        var transport = new TransportOptions
        {
            Addresses = options.Listen,
            Port = options.Port,
            Plaintext = options.Plaintext,
            Certificate = certificate.Context,
        };
        var poller = OperatingSystem.IsLinux() ? new Poller(ServerCore.BeginBatch, core.CutBatch, core.EndBatch, core.Fault) : null;
        var listener = new Listener(transport, core.Sessions, poller, time, logger, core.Fault);
        return new ChatServer(options, core, listener, poller, certificate.Fingerprint, time, logger);
    }

    /// <summary>Opens the store, takes over what is in it, binds, and begins to accept.</summary>
    /// <exception cref="StartupException">Something an operator can change stands against it.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        try
        {
            await _core.RestoreAsync(cancellation);
            _listener.Bind();
        }
        catch (StoreException unusable)
        {
            throw new StartupException($"--data: {unusable.Message}", unusable);
        }
        catch (InvalidDataException damaged)
        {
            throw new StartupException($"--store: {damaged.Message}", damaged);
        }
        catch (LogUnavailableException closed)
        {
            throw new StartupException($"--store: {closed.Message}", closed);
        }
        catch (ListenException refused)
        {
            throw new StartupException(Explain(refused), refused);
        }

        _control = ControlListener.TryStart(new ControlFiles(_options.DataDirectory), _house, _time, _logger);
        _listener.Start();
    }

    /// <summary>A server that nobody may look after gives out a link for the first who does.</summary>
    public async ValueTask<OperatorStart> FindOperatorsAsync(CancellationToken cancellation)
    {
        var found = await _house.DoAsync(new ControlRequest { Verb = ControlVerb.Operators }, cancellation);
        if (found is { OperatorCount: > 0 } or { HasOperatorCode: true })
        {
            return new OperatorStart(found.OperatorCount > 0, null);
        }

        var link = await _house.DoAsync(new ControlRequest { Verb = ControlVerb.OperatorLink }, cancellation);
        return new OperatorStart(false, link.Place?.LinkTo(null, link.Code));
    }

    /// <summary>Stops accepting, says Bye to all, ends what is in flight and sends what is on its way; at most 8 s, or until told to give up.</summary>
    public async Task StopAsync(CancellationToken abandon)
    {
        using var limit = new CancellationTokenSource(DrainTime, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, abandon);
        await CloseControlAsync();
        await _listener.StopAsync();
        await _core.StopAsync(either.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseControlAsync();
        await _listener.StopAsync();
        await _core.DisposeAsync();
        await _listener.DisposeAsync();
        _poller?.Dispose();
    }

    private ValueTask CloseControlAsync() => _control?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static IEventLog StoreOf(ServerOptions options, TimeProvider time, ILogger logger) => options.Store switch
    {
        StoreKind.Memory => new MemoryEventLog(),
        StoreKind.Sqlite => new SqliteEventLog(
            new SqliteOptions(options.DataDirectory) { Durability = options.Durability, Retention = options.Retention }, time, logger),
        _ => throw new InvalidOperationException($"No store for {options.Store}."),
    };

    private static ServerCoreOptions CoreOptions(ServerOptions options, string? motd) => new()
    {
        Name = options.Name,
        Motd = motd,
        Access = options.EffectiveAccess,
        Sessions = new SessionOptions
        {
            RateLimit = options.RateLimit,
            ConnectionsPerAddress = options.ConnectionsPerAddress,
            MaxConnections = options.MaxConnections,
        },
    };

    private string Explain(ListenException refused) => refused.Error switch
    {
        SocketError.AddressAlreadyInUse => $"--port: {_options.Port} is in use on {refused.Endpoint.Address}; is a server running already? Choose another with --port",
        SocketError.AccessDenied => $"--port: {_options.Port} may not be used by this user; take one above 1023",
        SocketError.AddressNotAvailable => $"--listen: {refused.Endpoint.Address} is not an address of this machine",
        _ => $"--listen: cannot listen on {refused.Endpoint}: {refused.InnerException!.Message}",
    };
}
