using System.Net;
using Chat.Server.Log;
using Chat.Server.Sessions;

namespace Chat.Tests.Simulation;

/// <summary>
/// A connection in memory, with a bounded number of bytes on their way in each direction. The seed decides how much goes at a time and when what
/// waits goes on. The server's end is the interface; the rest is the client's.
/// </summary>
internal sealed class SimulatedConnection : IConnection
{
    private static readonly IPEndPoint Somewhere = new(IPAddress.Loopback, 1);

    private readonly World _world;
    private readonly ByteQueue _toServer = new();
    private readonly ByteQueue _toClient = new();
    private readonly Queue<(long End, long Stamp, long Time)> _written = new();
    private (Memory<byte> Buffer, TaskCompletionSource<int> Done)? _read;
    private (ReadOnlyMemory<byte> Left, TaskCompletionSource<bool> Done)? _send;
    private bool _isReadDue;
    private bool _hasClientEnded;
    private bool _hasServerEnded;
    private bool _isBroken;
    private long _sent;

    public SimulatedConnection(World world, DeviceId? device)
    {
        _world = world;
        Device = device;
    }

    public IPEndPoint Remote => Somewhere;

    public DeviceId? Device { get; }

    public int DrainBytes { get; init; } = 4096;

    /// <summary>Whether the client has something to read, or would see the end.</summary>
    public bool HasNews => _toClient.Count > 0 || IsOver;

    /// <summary>The client has read everything and nothing more comes.</summary>
    public bool IsOver => _toClient.Count == 0 && (_hasServerEnded || _isBroken);

    private int Capacity => _world.Profile.BufferBytes;

    private bool IsSluggish => !_world.IsCalm && _world.Draw.Chance(_world.Profile.Sluggish);

    public ValueTask<ConnectionRefusal?> OpenAsync() => ValueTask.FromResult<ConnectionRefusal?>(null);

    public async ValueTask ReadableAsync() => await ReadAsync(Memory<byte>.Empty);

    public ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        Check(_read is null, "Two reads of one connection at once.");
        if (_isBroken)
        {
            return ValueTask.FromException<int>(new IOException("Connection reset."));
        }

        if ((_toServer.Count > 0 || _hasClientEnded) && !IsSluggish)
        {
            return ValueTask.FromResult(Take(buffer));
        }

        _read = (buffer, new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously));
        var waiting = new ValueTask<int>(_read.Value.Done.Task);
        WakeReader();
        return waiting;
    }

    public int TrySend(ReadOnlySpan<byte> bytes)
    {
        Check(_send is null, "A send while another is under way.");
        if (_isBroken)
        {
            return -1;
        }

        var room = Math.Min(bytes.Length, Capacity - _toClient.Count);
        if (IsSluggish)
        {
            room = _world.Draw.Below(room + 1);
        }

        Write(bytes[..room]);
        return room;
    }

    public ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        Check(_send is null, "A send while another is under way.");
        if (_isBroken)
        {
            return ValueTask.FromResult(false);
        }

        if (!IsSluggish && bytes.Length <= Capacity - _toClient.Count)
        {
            Write(bytes.Span);
            return ValueTask.FromResult(true);
        }

        _send = (bytes, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        var waiting = new ValueTask<bool>(_send.Value.Done.Task);
        _world.Pump.Post(static state => ((SimulatedConnection)state!).GoOnSending(), this);
        return waiting;
    }

    public ValueTask ShutdownSendAsync()
    {
        Check(_send is null, "The end is sent before what is under way.");
        _hasServerEnded = true;
        return ValueTask.CompletedTask;
    }

    public void Abort()
    {
        if (!_isBroken)
        {
            var isLost = !_hasServerEnded || _toServer.Count > 0;
            Break(isLost && _world.Draw.Chance(0.5));
        }
    }

    /// <summary>The client writes; returns how many bytes fit.</summary>
    public int Write(ReadOnlyMemory<byte> bytes)
    {
        var room = _isBroken || _hasClientEnded ? bytes.Length : Math.Min(bytes.Length, Capacity - _toServer.Count);
        if (!_isBroken && !_hasClientEnded)
        {
            _toServer.Add(bytes.Span[..room]);
            WakeReader();
        }

        return room;
    }

    /// <summary>The client reads at most <paramref name="most"/> bytes, which are good until the next call.</summary>
    public ReadOnlySpan<byte> Read(int most)
    {
        var bytes = _toClient.Peek(most).ToArray();
        _toClient.Consume(bytes.Length);
        GoOnSending();
        return bytes;
    }

    /// <summary>When the server wrote the byte at <paramref name="offset"/> of all it ever wrote. Offsets never go back.</summary>
    public (long Stamp, long Time) WrittenAt(long offset)
    {
        while (_written.Peek().End <= offset)
        {
            _written.Dequeue();
        }

        var (_, stamp, time) = _written.Peek();
        return (stamp, time);
    }

    /// <summary>The client sends nothing more.</summary>
    public void HalfClose()
    {
        _hasClientEnded = true;
        WakeReader();
    }

    /// <summary>The client breaks off, like a pulled cable.</summary>
    public void Cut()
    {
        if (!_isBroken)
        {
            Break(isLost: true);
        }
    }

    private int Take(Memory<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        var most = Math.Min(buffer.Length, _toServer.Count);
        var count = most > 1 && IsSluggish ? _world.Draw.Between(1, most) : most;
        _toServer.Peek(count).CopyTo(buffer);
        _toServer.Consume(count);
        return count;
    }

    private void WakeReader()
    {
        if (_read is not null && !_isReadDue && (_toServer.Count > 0 || _hasClientEnded))
        {
            _isReadDue = true;
            _world.Pump.Post(static state => ((SimulatedConnection)state!).EndRead(), this);
        }
    }

    private void EndRead()
    {
        _isReadDue = false;
        if (_read is var (buffer, done))
        {
            _read = null;
            done.SetResult(Take(buffer));
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            _sent += bytes.Length;
            _written.Enqueue((_sent, _world.Chronicle.Next(), _world.Chronicle.Time));
            _toClient.Add(bytes);
        }
    }

    private void GoOnSending()
    {
        if (_send is not var (rest, done))
        {
            return;
        }

        var count = Math.Min(rest.Length, Capacity - _toClient.Count);
        Write(rest.Span[..count]);
        _send = (rest[count..], done);
        if (count == rest.Length)
        {
            _send = null;
            done.SetResult(true);
        }
    }

    /// <summary>Both ends are told that it is over; with <paramref name="isLost"/> what is on its way to the client is gone.</summary>
    private void Break(bool isLost)
    {
        _isBroken = true;
        _toServer.Clear();
        if (isLost)
        {
            _toClient.Clear();
        }

        if (_read is var (_, reading))
        {
            _read = null;
            reading.SetException(new IOException("Connection reset."));
        }

        if (_send is var (_, sending))
        {
            _send = null;
            sending.SetResult(false);
        }
    }

    private void Check(bool holds, string fault)
    {
        if (!holds)
        {
            _world.Chronicle.Fault(fault);
        }
    }
}
