using System.Net.Security;
using System.Security.Authentication;
using Chat.Protocol;

namespace Chat.Bench.Wire;

/// <summary>TLS between a channel's frames and its socket. Its task runs in the loop's thread, whenever bytes are fed. Owned by the loop.</summary>
internal sealed class TlsLayer : IDisposable
{
    private readonly FedStream _stream = new();
    private readonly SslStream _ssl;
    private readonly Channel _channel;
    private readonly TlsPin _pin;
    private Task _run = Task.CompletedTask;

    public TlsLayer(Channel channel, TlsPin pin)
    {
        _channel = channel;
        _pin = pin;
        _ssl = new SslStream(_stream);
    }

    /// <summary>What goes to the socket.</summary>
    public FrameBuffer Output => _stream.Output;

    /// <summary>Whether the handshake is done.</summary>
    public bool IsOpen { get; private set; }

    public void Start() => _run = RunAsync();

    public void Feed(ReadOnlySpan<byte> bytes) => _stream.Feed(bytes);

    /// <summary>Adds bytes, encrypted, to <see cref="Output"/>.</summary>
    public void Encrypt(ReadOnlyMemory<byte> bytes)
    {
        var written = _ssl.WriteAsync(bytes);
        if (!written.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("A write into memory has to wait.");
        }
    }

    public void Dispose()
    {
        _stream.End();
        _ssl.Dispose();
        _stream.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            var handshake = _ssl.AuthenticateAsClientAsync(_pin.Options());
            _channel.Written();
            await handshake;
            IsOpen = true;
            _channel.Written();
            while (true)
            {
                var count = await _ssl.ReadAsync(_channel.PlainRoom);
                if (count == 0)
                {
                    break;
                }

                _channel.Cut(count);
            }

            _channel.Lose("the server closed the connection");
        }
        catch (Exception broken) when (broken is IOException or AuthenticationException or ObjectDisposedException)
        {
            _channel.Lose(broken.Message);
        }
        catch (Exception broken)
        {
            _channel.Lose(broken.ToString());
        }
    }
}
