using System.Net;
using Chat.Protocol;
using Chat.Server.Administration;
using Chat.Server.Administration.Control;
using Chat.Server.Delivery;
using Chat.Server.Log.Sqlite;
using Chat.Server.Transport;
using Serilog.Core;

namespace Chat.Server.Hosting;

/// <summary>Does what a server would do, while none runs on the folder: a core without a listener, opened for one request.</summary>
internal sealed class ClosedHouse
{
    private readonly ServerOptions _options;
    private readonly TimeProvider _time;

    /// <param name="options">The data folder, and what the settings say of where the server will be found.</param>
    /// <param name="time">The clock.</param>
    public ClosedHouse(ServerOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
    }

    /// <summary>Opens the store, does it, and closes.</summary>
    /// <exception cref="CommandException">There is no store or no key yet.</exception>
    /// <exception cref="StoreException">The store cannot be opened.</exception>
    public async ValueTask<ControlAnswer> DoAsync(ControlRequest request, CancellationToken cancellation)
    {
        var files = new StoreFiles(_options.DataDirectory);
        if (!File.Exists(files.Database))
        {
            throw new CommandException($"no server runs on {files.Folder}, and it has no database yet: start the server, or name its folder with --data");
        }

        // Nothing is taken away by it: the rules for that are the server's, which may have them from its command line.
        var log = new SqliteEventLog(new SqliteOptions(files.Folder) { Retention = RetentionPolicy.KeepAll }, _time, Logger.None);
        await using var core = new ServerCore(new ServerCoreOptions { Name = _options.Name }, log, ThreadPoolScheduler.Instance, _time, Logger.None);
        await core.RestoreAsync(cancellation);
        return await new House(core, FuturePlace, _time).DoAsync(request, cancellation);
    }

    /// <summary>Where the server will be found when it is started with these settings.</summary>
    private ServerPlace FuturePlace()
    {
        IReadOnlyList<IPEndPoint> endpoints = _options.Listen.Count == 0
            ? [new IPEndPoint(IPAddress.IPv6Any, _options.Port)]
            : [.. _options.Listen.Select(address => new IPEndPoint(address, _options.Port))];
        return Banner.Place(_options, endpoints, Fingerprint(), LocalAddresses.Find()) with { IsExpected = true };
    }

    private string Fingerprint()
    {
        if (_options.Certificate is { } file)
        {
            var certificates = PemFile.ReadCertificates(file, CertificatePart.Certificate);
            var fingerprint = ServerKey.Fingerprint(ServerKey.Hash(certificates[0]));
            foreach (var certificate in certificates)
            {
                certificate.Dispose();
            }

            return fingerprint;
        }

        using var own = ServerCertificate.TryLoadOwn(_options.DataDirectory)
            ?? throw new CommandException($"{_options.DataDirectory} has no key yet: the server makes one at its first start");
        return own.Fingerprint;
    }
}
