using System.Threading.Tasks.Sources;
using Chat.Protocol;

namespace Chat.Bench.Wire;

/// <summary>
/// The encrypted side of a connection, as <see cref="System.Net.Security.SslStream"/> wants it: what it reads is fed, and what it writes is kept for somebody
/// else to send. Whoever feeds it runs what waits for that, in the same call. Owned by its loop.
/// </summary>
internal sealed class FedStream : Stream, IValueTaskSource<int>
{
    private ManualResetValueTaskSourceCore<int> _read;
    private byte[] _fed = [];
    private int _start;
    private int _end;
    private Memory<byte> _wanted;
    private bool _isWaiting;
    private bool _hasEnded;

    /// <summary>What was written; whoever has sent it clears it.</summary>
    public FrameBuffer Output { get; } = new();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Gives it bytes that have come.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        _fed.AsSpan(_start, _end - _start).CopyTo(_fed);
        (_start, _end) = (0, _end - _start);
        if (_fed.Length - _end < bytes.Length)
        {
            Array.Resize(ref _fed, _end + bytes.Length);
        }

        bytes.CopyTo(_fed.AsSpan(_end));
        _end += bytes.Length;
        Wake();
    }

    /// <summary>Nothing comes any more.</summary>
    public void End()
    {
        _hasEnded = true;
        Wake();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_start < _end || _hasEnded)
        {
            return new ValueTask<int>(Take(buffer.Span));
        }

        _read.Reset();
        _wanted = buffer;
        _isWaiting = true;
        return new ValueTask<int>(this, _read.Version);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return default;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        buffer.CopyTo(Output.GetSpan(buffer.Length));
        Output.Advance(buffer.Length);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    int IValueTaskSource<int>.GetResult(short token) => _read.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _read.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _read.OnCompleted(continuation, state, token, flags);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Output.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Wake()
    {
        if (_isWaiting)
        {
            _isWaiting = false;
            _read.SetResult(Take(_wanted.Span));
        }
    }

    private int Take(Span<byte> wanted)
    {
        var count = Math.Min(wanted.Length, _end - _start);
        _fed.AsSpan(_start, count).CopyTo(wanted);
        _start += count;
        return count;
    }
}
