using System.Net;
using Chat.Server.Log;
using Chat.Server.Sessions;

namespace Chat.Tests.Support;

/// <summary>A peer in memory who sends a greeting and then the same bytes over and over, as fast as they are read, and takes nothing.</summary>
internal sealed class FloodingConnection : IConnection
{
    private readonly TaskCompletionSource<int> _end = new();
    private readonly TaskCompletionSource<bool> _taken = new();
    private readonly byte[] _greeting;
    private readonly byte[] _flood;
    private readonly int _most;

    public FloodingConnection(byte[] greeting, byte[] flood, int most)
    {
        _greeting = greeting;
        _flood = flood;
        _most = most;
    }

    /// <summary>Bytes read so far.</summary>
    public int Read { get; private set; }

    public IPEndPoint Remote { get; } = new(IPAddress.Loopback, 1);

    public DeviceId? Device => null;

    public int DrainBytes => 4_096;

    public ValueTask<ConnectionRefusal?> OpenAsync() => ValueTask.FromResult<ConnectionRefusal?>(null);

    public async ValueTask ReadableAsync() => await ReadAsync(Memory<byte>.Empty);

    public ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        if (Read >= _most || _end.Task.IsCompleted)
        {
            return new ValueTask<int>(_end.Task);
        }

        foreach (ref var next in buffer.Span)
        {
            next = Read < _greeting.Length ? _greeting[Read] : _flood[(Read - _greeting.Length) % _flood.Length];
            Read++;
        }

        return ValueTask.FromResult(buffer.Length);
    }

    public int TrySend(ReadOnlySpan<byte> bytes) => 0;

    public ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes) => new(_taken.Task);

    public ValueTask ShutdownSendAsync() => ValueTask.CompletedTask;

    public void Abort()
    {
        _end.TrySetResult(0);
        _taken.TrySetResult(false);
    }
}
