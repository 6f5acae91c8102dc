using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Chat.Client.Store;
using Chat.Protocol;

namespace Chat.Client.Connection;

/// <summary>
/// Dials a server over TCP and TLS. The only thing that counts of its certificate is the key: it must be the one that was met at first
/// contact, or that the address names. Another one ends the handshake before anything of ours has been sent.
/// </summary>
internal sealed class ServerDialer(ServerAddress address, bool plaintext, KnownServers known, TimeProvider time) : IDialer
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HandshakePatience = TimeSpan.FromSeconds(10);

    public async ValueTask<DialResult> DialAsync(CancellationToken cancellationToken)
    {
        try
        {
            var socket = await ConnectAsync(cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return plaintext ? new DialResult.Connected(stream) : await SecureAsync(stream, cancellationToken);
        }
        catch (SocketException exception)
        {
            var advice = exception.SocketErrorCode == SocketError.ConnectionRefused ? "Is the server running there?" : "";
            return new DialResult.Failed(ExitCode.Unavailable, InWords(exception), advice);
        }
        catch (StoreException exception)
        {
            return new DialResult.Refused(new LinkEnd(ExitCode.Configuration, exception.Message));
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

    private async Task<DialResult> SecureAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var met = known.Find(address.Key);
        var expected = address.Pin ?? met?.Fingerprint;
        string? present = null;
        var secure = new SslStream(stream, leaveInnerStreamOpen: false);
        DialResult? result = null;
        try
        {
            using var patience = new CancellationTokenSource(HandshakePatience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            await secure.AuthenticateAsClientAsync(Options(IsExpected), either.Token);
            result = await RememberAsync(secure, met, present!, cancellationToken);
        }
        catch (AuthenticationException) when (present is not null)
        {
            result = new DialResult.Refused(KeyChanged(met, present));
        }
        catch (AuthenticationException exception)
        {
            result = new DialResult.Failed(ExitCode.Protocol, $"there is no chat server, or none that speaks TLS ({exception.Message})");
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

        bool IsExpected(X509Certificate? certificate)
        {
            if (certificate is null)
            {
                return false;
            }

            using var whole = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
            present = ServerKey.Fingerprint(ServerKey.Hash(whole));
            return (expected is null || present == expected) && (met is null || present == met.Fingerprint);
        }
    }

    /// <summary>The key is proven by the handshake now: only here it is written down.</summary>
    private async Task<DialResult> RememberAsync(SslStream secure, KnownServer? met, string present, CancellationToken cancellationToken)
    {
        if (met is not null)
        {
            return new DialResult.Connected(secure);
        }

        var remembered = await known.AddAsync(address.Key, present, cancellationToken);
        return remembered.Fingerprint == present
            ? new DialResult.Connected(secure, present)
            : new DialResult.Refused(KeyChanged(remembered, present));
    }

    private SslClientAuthenticationOptions Options(Func<X509Certificate?, bool> isExpected) => new()
    {
        TargetHost = address.Host,
#pragma warning disable CA5398 // The protocol names 1.2 as its floor.
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
#pragma warning restore CA5398
        ApplicationProtocols = [new SslApplicationProtocol(ServerKey.Alpn)],
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
        RemoteCertificateValidationCallback = (_, certificate, _, _) => isExpected(certificate),
    };

    private LinkEnd KeyChanged(KnownServer? met, string present)
    {
        if (met is null)
        {
            return new LinkEnd(
                ExitCode.Protocol,
                $"""
                The server at {address} is not the one that the address names. Nothing was sent.
                  named:   {address.Pin}
                  present: {present}
                Somebody may be in between, or the address is out of date. Ask whoever gave it to you.
                """);
        }

        return new LinkEnd(
            ExitCode.Protocol,
            $"""
            The key of {address} has changed. Nothing was sent.
              known:   {met.Fingerprint}{(met.Since.Length > 0 ? $" (since {met.Since})" : "")}
              present: {present}
            Somebody may be in between, or the server was set up anew: ask whoever runs it which key is right.
            To accept the new key, delete line {met.Line} of {known.Path} and connect again.
            """);
    }

    private static string InWords(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.HostNotFound or SocketError.NoData => "there is no host of that name",
        SocketError.TryAgain => "the name cannot be looked up just now",
        SocketError.TimedOut => "no answer",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable => "there is no way to that host",
        _ => exception.Message,
    };
}
