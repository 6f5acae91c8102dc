using System.Net.Sockets;
using Chat.Server.Transport.Polling;

namespace Chat.Server.Transport;

/// <summary>
/// The encrypted side of a TLS stream: a socket that does not block. What fits into the socket's buffer is sent at once. While bytes of the peer
/// are waited for, the turn at the TLS engine is given up, and taken again before they are handed over.
/// </summary>
/// <remarks>One reader, who has the turn, and one writer at a time, as <see cref="System.Net.Security.SslStream"/> uses it.</remarks>
internal sealed class TlsWire(ReadySocket socket, SemaphoreSlim turn) : Stream
{
    /// <summary>
    /// Whether the handshake is over. Until then what comes in is gone on with on threads of the pool: it costs a millisecond of CPU, which a thread
    /// that others wait for does not have.
    /// </summary>
    public bool IsOpen { get; set; }

    /// <summary>The last words: what the socket does not take at once is left out. A peer that does not read must not keep the connection open.</summary>
    public bool IsLast { get; set; }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsOpen && !buffer.IsEmpty && socket.TryReceive(buffer.Span) is >= 0 and var count)
        {
            return count;
        }

        do
        {
            turn.Release();
            try
            {
                if (!IsOpen)
                {
                    return await socket.Socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
                }

                await socket.ReadableAsync();
            }
            finally
            {
                await turn.WaitAsync(CancellationToken.None);
            }

            count = buffer.IsEmpty ? 0 : socket.TryReceive(buffer.Span);
        }
        while (count < 0);
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var taken = socket.TrySend(buffer.Span);
        if (taken < 0)
        {
            throw new IOException("The connection is gone.");
        }

        return taken == buffer.Length || IsLast ? ValueTask.CompletedTask : SendRestAsync(buffer[taken..], cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
        // Nothing is held back.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read without blocking.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is written without blocking.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async ValueTask SendRestAsync(ReadOnlyMemory<byte> rest, CancellationToken cancellationToken)
    {
        while (!rest.IsEmpty)
        {
            rest = rest[await socket.Socket.SendAsync(rest, SocketFlags.None, cancellationToken)..];
        }
    }
}
