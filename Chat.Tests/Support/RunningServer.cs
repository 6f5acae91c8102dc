using System.Net;
using Chat.Server.Hosting;
using Chat.Server.Log;
using Chat.Server.Transport;
using Serilog;
using Serilog.Core;

namespace Chat.Tests.Support;

/// <summary>A whole server in this process, on a free port of loopback.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly ServerCertificate _certificate;

    private RunningServer(TemporaryFolder folder, ServerCertificate certificate, ChatServer server)
    {
        _folder = folder;
        _certificate = certificate;
        Server = server;
    }

    public ChatServer Server { get; }

    public IPEndPoint Endpoint => Server.Endpoints[0];

    public string DataFolder => _folder.Path;

    public string Fingerprint => _certificate.Fingerprint;

    /// <summary>Starts a server without limits on rate and connections; <paramref name="change"/> sets others.</summary>
    public static async Task<RunningServer> StartAsync(
        Func<ServerOptions, ServerOptions>? change = null, TimeProvider? time = null, IEventLog? log = null, string? motd = null, ILogger? logger = null)
    {
        var folder = new TemporaryFolder();
        var options = new ServerOptions
        {
            DataDirectory = folder.Path,
            Name = "test",
            Port = 0,
            Store = StoreKind.Memory,
            Listen = [IPAddress.Loopback],
            RateLimit = null,
            ConnectionsPerAddress = null,
        };
        options = change?.Invoke(options) ?? options;
        var certificate = ServerCertificate.LoadOrMakeOwn(folder.Path, options.Name, TimeProvider.System, out _);
        var server = ChatServer.Create(options, certificate, motd, time ?? TimeProvider.System, logger ?? Logger.None, log);
        var running = new RunningServer(folder, certificate, server);
        try
        {
            await server.StartAsync(CancellationToken.None);
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }

        return running;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _certificate.Dispose();
        _folder.Dispose();
    }
}
