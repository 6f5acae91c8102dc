using System.Net;
using Chat.Server.Hosting;
using Chat.Server.Transport;
using Serilog.Core;

namespace Chat.Bench.Wire;

/// <summary>A whole server in this process, on a free port of loopback, with no limits on rates and connections.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly ServerCertificate _certificate;
    private readonly ChatServer _server;

    private LocalServer(ServerCertificate certificate, ChatServer server)
    {
        _certificate = certificate;
        _server = server;
    }

    public IPEndPoint Endpoint => _server.Endpoints[0];

    public static async Task<LocalServer> StartAsync(string folder, StoreKind store, CancellationToken cancellation)
    {
        var options = new ServerOptions
        {
            DataDirectory = folder,
            Name = "bench",
            Port = 0,
            Store = store,
            Listen = [IPAddress.Loopback],
            RateLimit = null,
            ConnectionsPerAddress = null,
        };
        Directory.CreateDirectory(folder);
        var certificate = ServerCertificate.LoadOrMakeOwn(folder, options.Name, TimeProvider.System, out _);
        var server = ChatServer.Create(options, certificate, motd: null, TimeProvider.System, Logger.None);
        await server.StartAsync(cancellation);
        return new LocalServer(certificate, server);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
    }
}
