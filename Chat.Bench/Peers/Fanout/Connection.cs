using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using Chat.Bench.Peers.Dialects;
using Chat.Bench.Sockets;

namespace Chat.Bench.Peers.Fanout;

/// <summary>A member's or a sender's connection. Belongs to the thread of its <see cref="Crowd"/>.</summary>
[SupportedOSPlatform("linux")]
internal sealed class Connection : IPeer
{
    private readonly Crowd _crowd;
    private readonly int _tag;
    private int _socket = -1;
    private bool _isFull;
    private bool _isDirty;
    private Outlet _outlet;
    private Tail _tail;

    public Connection(Crowd crowd, int tag, int room, string nick, bool isSender)
    {
        _crowd = crowd;
        _tag = tag;
        Room = room;
        Nick = nick;
        IsSender = isSender;
    }

    public string Nick { get; }

    public int Room { get; }

    public bool IsSender { get; }

    public bool IsReady => State == ConnectionState.Ready;

    public ConnectionState State { get; private set; }

    /// <summary>The order that the next message of its room should have; the ledger's.</summary>
    public uint NextOrder { get; set; }

    public void Open(int port)
    {
        State = ConnectionState.Connecting;
        try
        {
            _socket = Tcp.Connect(port);
            _crowd.Watch(_socket, Readiness.Readable | Readiness.Writable, _tag, isNew: true);
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException)
        {
            Fail(error.Message);
        }
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        _outlet.Put(bytes);
        MarkDirty();
    }

    /// <summary>Sends a message to its room.</summary>
    public void Publish(Dialect dialect, ReadOnlySpan<byte> text)
    {
        _outlet.Advance(dialect.Write(this, text, _outlet.Reserve(text.Length + Dialect.Overhead)));
        MarkDirty();
    }

    public void Enter()
    {
        if (State == ConnectionState.Entering)
        {
            State = ConnectionState.Ready;
            _crowd.Entered();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Deliver(ReadOnlySpan<byte> text) => _crowd.Ledger.Deliver(this, text);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Handle(Readiness readiness)
    {
        if (State == ConnectionState.Connecting)
        {
            Connected(readiness);
            return;
        }

        if ((readiness & Readiness.Writable) != 0)
        {
            Flush();
        }

        if ((readiness & ~Readiness.Writable) != 0 && _socket >= 0)
        {
            Receive();
        }
    }

    /// <summary>Sends what has gathered.</summary>
    public void Flush()
    {
        _isDirty = false;
        if (_socket < 0)
        {
            return;
        }

        var error = _outlet.Flush(_socket);
        if (error < 0)
        {
            Fail(new Win32Exception(-error).Message);
            return;
        }

        if (_isFull == _outlet.IsEmpty)
        {
            _isFull = !_isFull;
            _crowd.Watch(_socket, Readiness.Readable | (_isFull ? Readiness.Writable : Readiness.None), _tag, isNew: false);
        }

        if (!IsSender && !_isFull)
        {
            _outlet.Release();
        }
    }

    public void Close()
    {
        if (_socket >= 0)
        {
            Tcp.Close(_socket);
            _socket = -1;
        }
    }

    private void Connected(Readiness readiness)
    {
        if ((readiness & ~Readiness.Readable) == 0)
        {
            return;
        }

        if (Tcp.ErrorOf(_socket) is var error and not 0)
        {
            Fail(new Win32Exception(error).Message);
            return;
        }

        State = ConnectionState.Entering;
        _crowd.Watch(_socket, Readiness.Readable, _tag, isNew: false);
        _crowd.Dialect.Open(this);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Receive()
    {
        var buffer = _crowd.Buffer;
        int length;
        do
        {
            var kept = _tail.CopyTo(buffer);
            var count = Tcp.Receive(_socket, buffer.AsSpan(kept));
            if (count <= 0)
            {
                if (count < 0)
                {
                    Fail(count == -1 ? "The server closed the connection." : new Win32Exception(-count).Message);
                }

                return;
            }

            length = kept + count;
            _crowd.Ledger.Received(count);
            try
            {
                var read = _crowd.Dialect.Read(this, buffer.AsSpan(0, length));
                _tail.Keep(buffer.AsSpan(read, length - read));
            }
            catch (InvalidDataException error)
            {
                Fail(error.Message);
                return;
            }
        }
        while (length == buffer.Length);
    }

    private void MarkDirty()
    {
        if (!_isDirty && !_isFull)
        {
            _isDirty = true;
            _crowd.MarkDirty(this);
        }
    }

    private void Fail(string reason)
    {
        var before = State;
        State = ConnectionState.Failed;
        Close();
        _crowd.Failed(before, $"{Nick}: {reason}");
    }
}
