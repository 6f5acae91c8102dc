using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Chat.Client.Connection;
using Chat.Protocol;

namespace Chat.Tests.Support;

/// <summary>Somebody with a certificate of his own on a free port, who asks everyone for theirs and takes down all that he is given.</summary>
internal sealed class SomeTlsServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly SslProtocols _protocols;
    private readonly Task _serving;

    public SomeTlsServer(X509Certificate2 certificate, SslProtocols protocols = SslProtocols.None)
    {
        Certificate = certificate;
        _protocols = protocols;
        _listener.Start();
        Address = new ServerAddress("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);
        _serving = ServeAsync();
    }

    /// <summary>What it shows from now on.</summary>
    public X509Certificate2 Certificate { get; set; }

    public ServerAddress Address { get; }

    /// <summary>The fingerprint of the key that each of its clients has shown; null: none.</summary>
    public List<string?> Shown { get; } = [];

    /// <summary>Bytes that came after the handshakes.</summary>
    public int Received { get; private set; }

    /// <summary>Takes no more, and waits until everybody it has is gone.</summary>
    public async Task EndAsync()
    {
        await _ending.CancelAsync();
        await _serving;
        _listener.Stop();
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _listener.Dispose();
        _ending.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync(_ending.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await ServeAsync(socket);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        string? shown = null;
        await using var secure = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = Certificate,
                ClientCertificateRequired = true,
                EnabledSslProtocols = _protocols,
#pragma warning disable CA5359 // He is glad of every certificate.
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    shown = certificate is X509Certificate2 whole ? ServerKey.Fingerprint(ServerKey.Hash(whole)) : null;
                    return true;
                },
#pragma warning restore CA5359
            });
            var buffer = new byte[1024];
            int count;
            while ((count = await secure.ReadAsync(buffer)) > 0)
            {
                Received += count;
            }
        }
        catch (Exception ended) when (ended is IOException or AuthenticationException)
        {
            // The client has broken off.
        }
        finally
        {
            Shown.Add(shown);
        }
    }
}
