using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Chat.Protocol;

namespace Chat.Client.Connection;

/// <summary>Connects to a server over TCP and TLS, and says in words why it cannot. Which key is right is the caller's business.</summary>
internal sealed class Contact(ServerAddress address, TimeProvider time)
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HandshakePatience = TimeSpan.FromSeconds(10);

    /// <summary>Connects in the clear.</summary>
    /// <returns>Connected or Failed. Throws only when cancelled.</returns>
    public ValueTask<DialResult> OpenClearAsync(CancellationToken cancellationToken) =>
        OpenAsync(static (stream, _) => ValueTask.FromResult<DialResult>(new DialResult.Connected(stream)), cancellationToken);

    /// <summary>Connects and shakes hands.</summary>
    /// <param name="judge">
    /// Why the server's certificate is not accepted, null when it is. Asked before anything of ours is sent, and maybe again; the key is proven
    /// only when the result is Connected.
    /// </param>
    /// <param name="own">What a server that was accepted is shown of us; null: nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Connected, Failed, or Refused with what <paramref name="judge"/> said. Throws only when cancelled.</returns>
    public ValueTask<DialResult> OpenAsync(Func<X509Certificate2, LinkEnd?> judge, X509Certificate2? own, CancellationToken cancellationToken) =>
        OpenAsync((stream, cancellation) => SecureAsync(stream, judge, own, cancellation), cancellationToken);

    private async ValueTask<DialResult> OpenAsync(Func<NetworkStream, CancellationToken, ValueTask<DialResult>> goOn, CancellationToken cancellationToken)
    {
        try
        {
            var socket = await ConnectAsync(cancellationToken);
            return await goOn(new NetworkStream(socket, ownsSocket: true), cancellationToken);
        }
        catch (SocketException exception)
        {
            var advice = exception.SocketErrorCode == SocketError.ConnectionRefused ? "Is the server running there?" : "";
            return new DialResult.Failed(ExitCode.Unavailable, InWords(exception), advice);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DialResult.Failed(ExitCode.Unavailable, "no answer");
        }
    }

    /// <summary>Tries the host's addresses one after the other.</summary>
    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(ConnectPatience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var addresses = await Dns.GetHostAddressesAsync(address.Host, either.Token);
        SocketException? last = null;
        for (var i = 0; i < addresses.Length; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            using var share = new CancellationTokenSource(ConnectPatience / addresses.Length, time);
            using var all = CancellationTokenSource.CreateLinkedTokenSource(share.Token, either.Token);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(addresses[i], address.Port), all.Token);
                return socket;
            }
            catch (SocketException exception)
            {
                last = exception;
                socket.Dispose();
            }
            catch (OperationCanceledException) when (!either.IsCancellationRequested && i + 1 < addresses.Length)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    private async ValueTask<DialResult> SecureAsync(
        NetworkStream stream, Func<X509Certificate2, LinkEnd?> judge, X509Certificate2? own, CancellationToken cancellationToken)
    {
        var secure = new SslStream(stream, leaveInnerStreamOpen: false);
        DialResult? result = null;
        LinkEnd? refusal = null;
        try
        {
            using var patience = new CancellationTokenSource(HandshakePatience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            await secure.AuthenticateAsClientAsync(Options(IsAccepted, own), either.Token);
            result = new DialResult.Connected(secure);
        }
        catch (AuthenticationException exception)
        {
            result = refusal is not null
                ? new DialResult.Refused(refusal)
                : new DialResult.Failed(ExitCode.Protocol, $"there is no chat server, or none that speaks TLS ({exception.Message})");
        }
        catch (IOException exception)
        {
            result = new DialResult.Failed(ExitCode.Unavailable, $"the connection ended before it was secure ({exception.Message})");
        }
        finally
        {
            if (result is not DialResult.Connected)
            {
                await secure.DisposeAsync();
            }
        }

        return result;

        bool IsAccepted(X509Certificate? certificate)
        {
            if (certificate is null)
            {
                return false;
            }

            using var whole = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
            refusal = judge(whole);
            return refusal is null;
        }
    }

    private SslClientAuthenticationOptions Options(Func<X509Certificate?, bool> isAccepted, X509Certificate2? own) => new()
    {
        TargetHost = address.Host,
#pragma warning disable CA5398 // The protocol names 1.2 as its floor.
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
#pragma warning restore CA5398
        ApplicationProtocols = [new SslApplicationProtocol(ServerKey.Alpn)],
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
        RemoteCertificateValidationCallback = (_, certificate, _, _) => isAccepted(certificate),

        // The certificate of ours would be out before the server's was judged, were it given up front: so it is asked for, first before the
        // server has shown its own, then with it.
        LocalCertificateSelectionCallback = (_, _, _, remote, _) => own is not null && remote is not null && isAccepted(remote) ? own : null!,

        // A resumed session would go on as the device that began it, whichever the key is now.
        AllowTlsResume = false,
    };

    private string InWords(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => $"connection refused on port {address.Port}",
        SocketError.HostNotFound or SocketError.NoData => "there is no host of that name",
        SocketError.TryAgain => "the name cannot be looked up just now",
        SocketError.TimedOut => "no answer",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable => "there is no way to that host",
        _ => exception.Message,
    };
}
