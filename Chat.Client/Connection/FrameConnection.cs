using System.IO.Pipelines;
using System.Net.Sockets;
using System.Threading.Channels;
using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Client.Connection;

/// <summary>
/// Frames over one stream, in both directions. Frames that come are handed over one by one, and reading waits for whoever takes them, so a
/// server cannot fill our memory. Owned by the link; <see cref="DisposeAsync"/> ends both tasks and the stream.
/// </summary>
internal sealed class FrameConnection : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<Frame> _outgoing = Channel.CreateUnbounded<Frame>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _reading;
    private readonly Task _writing;

    /// <summary>Starts to read and write.</summary>
    /// <param name="stream">Disposed with the connection.</param>
    /// <param name="received">Takes a frame; the next one is read when it returns.</param>
    /// <param name="ended">Called once, when nothing more will come: the reason in words.</param>
    public FrameConnection(Stream stream, Func<Frame, CancellationToken, ValueTask> received, Action<ConnectionLoss> ended)
    {
        _stream = stream;
        _reading = ReadAsync(received, ended);
        _writing = WriteAsync();
    }

    /// <summary>Queues a frame. Nothing happens when the connection is gone: its loss is told by itself.</summary>
    public void Send(Frame frame) => _outgoing.Writer.TryWrite(frame);

    /// <summary>Writes what is queued and ends our side. Cancelled: leaves what is not written.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        _outgoing.Writer.TryComplete();
        try
        {
            await _writing.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The caller has waited long enough.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _outgoing.Writer.TryComplete();
        await _stream.DisposeAsync();
        await Task.WhenAll(_reading, _writing);
        _closing.Dispose();
    }

    private static bool IsLoss(Exception exception) =>
        exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException;

    private async Task ReadAsync(Func<Frame, CancellationToken, ValueTask> received, Action<ConnectionLoss> ended)
    {
        await Task.Yield();
        var loss = new ConnectionLoss("the server closed the connection", IsProtocol: false);
        var reader = PipeReader.Create(_stream, new StreamPipeReaderOptions(leaveOpen: true));
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(_closing.Token);
                var buffer = read.Buffer;
                while (FrameReader.TryRead(ref buffer, Limits.MaxFrame, out var payload))
                {
                    await received(FrameCodec.DecodeReply(payload), _closing.Token);
                }

                if (read.IsCompleted)
                {
                    break;
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        catch (ProtocolException exception)
        {
            loss = new ConnectionLoss($"the server does not speak the chat protocol ({exception.Message})", IsProtocol: true);
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            loss = new ConnectionLoss(exception.GetBaseException().Message, IsProtocol: false);
        }
        finally
        {
            await reader.CompleteAsync();
            ended(loss);
        }
    }

    private async Task WriteAsync()
    {
        await Task.Yield();
        using var buffer = new FrameBuffer();
        try
        {
            while (await _outgoing.Reader.WaitToReadAsync(_closing.Token))
            {
                buffer.Clear();
                while (buffer.WrittenCount < Limits.MaxFrame && _outgoing.Reader.TryRead(out var frame))
                {
                    FrameCodec.Encode(frame, buffer);
                }

                await _stream.WriteAsync(buffer.WrittenMemory, _closing.Token);
                await _stream.FlushAsync(_closing.Token);
            }
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            // The reading side meets the same end and tells it; on a connection that is only half gone the heartbeat does.
        }
    }
}
