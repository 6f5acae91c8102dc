using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using Chat.Bench.Peers.Dialects;
using Chat.Bench.Sockets;

namespace Chat.Bench.Peers.Fanout;

/// <summary>
/// All connections to one server, and the loop over them. One thread. What runs for each delivery, here and below, is compiled at its best at once: until the runtime has found out for itself what is hot, on a core
/// that is busy, a measurement would be over.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class Crowd : IDisposable
{
    private const int BufferSize = 256 * 1024;

    private readonly Epoll _epoll = new();
    private readonly Connection[] _connections;
    private readonly Connection[] _dirty;
    private readonly int _members;
    private readonly int _senders;
    private int _dirtyCount;
    private int _opened;
    private int _entering;

    /// <param name="dialect">What the server speaks.</param>
    /// <param name="rooms">How many rooms.</param>
    /// <param name="members">Of each, who only listen.</param>
    /// <param name="senders">Of each.</param>
    /// <param name="size">Bytes of a text.</param>
    /// <param name="name">What nicks begin with.</param>
    public Crowd(Dialect dialect, int rooms, int members, int senders, int size, string name)
    {
        Dialect = dialect;
        _members = rooms * members;
        _senders = senders;
        _connections = new Connection[rooms * (members + senders)];
        _dirty = new Connection[_connections.Length];
        for (var i = 0; i < _connections.Length; i++)
        {
            var isSender = i >= _members;
            _connections[i] = new Connection(this, i, isSender ? (i - _members) / senders : i % rooms, $"{name}{i}", isSender);
        }

        var copies = dialect.Copies switch
        {
            Copies.AllSenders => senders,
            Copies.OtherSenders => Math.Max(senders - 1, 0),
            _ => 0,
        };
        Ledger = new Ledger(this, rooms, members + copies, checksOrder: senders == 1, size);
    }

    public Dialect Dialect { get; }

    public Ledger Ledger { get; }

    /// <summary>What every connection reads into.</summary>
    public byte[] Buffer { get; } = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);

    public int Ready { get; private set; }

    public int Failures { get; private set; }

    /// <summary>The first thing that went wrong; empty when nothing did.</summary>
    public string FirstFailure { get; private set; } = "";

    public bool IsComplete => Ready == _connections.Length;

    /// <summary>Connects all and has them enter their rooms. Returns when the last one has, or after the time.</summary>
    /// <param name="port">The server's.</param>
    /// <param name="atOnce">How many are under way at a time.</param>
    /// <param name="longest">In ns.</param>
    /// <param name="cancellation">Ends it early.</param>
    public void Enter(int port, int atOnce, long longest, CancellationToken cancellation)
    {
        var end = Clock.Now + longest;
        while (Ready + Failures < _connections.Length && Clock.Now < end && !cancellation.IsCancellationRequested)
        {
            while (_opened < _connections.Length && _entering < atOnce)
            {
                _entering++;
                _connections[_opened++].Open(port);
            }

            Turn(50);
        }
    }

    /// <summary>Reads on until nothing has come for a time, such as what members are told of each other.</summary>
    public void Settle(long quiet, long longest)
    {
        var (since, end) = (Clock.Now, Clock.Now + longest);
        while (Clock.Now - since < quiet && Clock.Now < end)
        {
            var before = Ledger.Reads;
            Turn(20);
            if (Ledger.Reads != before)
            {
                since = Clock.Now;
            }
        }
    }

    /// <summary>Handles what is ready, and sends what has gathered.</summary>
    /// <param name="milliseconds">The longest wait when nothing is.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Turn(int milliseconds)
    {
        var count = _epoll.Wait(milliseconds);
        for (var i = 0; i < count; i++)
        {
            var readiness = _epoll.At(i, out var tag);
            _connections[tag].Handle(readiness);
        }

        Flush();
    }

    /// <summary>Sends what has gathered.</summary>
    public void Flush()
    {
        for (var i = 0; i < _dirtyCount; i++)
        {
            _dirty[i].Flush();
        }

        _dirtyCount = 0;
    }

    /// <summary>One of the senders of a room.</summary>
    public Connection Sender(int room, int number) => _connections[_members + (room * _senders) + number];

    /// <summary>How many senders each room has.</summary>
    public int Senders => _senders;

    /// <summary>All expect the order of their rooms to begin anew.</summary>
    public void BeginOrder()
    {
        foreach (var connection in _connections)
        {
            connection.NextOrder = 0;
        }
    }

    public void Watch(int socket, Readiness readiness, int tag, bool isNew)
    {
        if (isNew)
        {
            _epoll.Add(socket, readiness, tag);
        }
        else
        {
            _epoll.Change(socket, readiness, tag);
        }
    }

    public void MarkDirty(Connection connection) => _dirty[_dirtyCount++] = connection;

    public void Entered()
    {
        _entering--;
        Ready++;
    }

    public void Failed(ConnectionState before, string reason)
    {
        if (before == ConnectionState.Ready)
        {
            Ready--;
        }
        else
        {
            _entering--;
        }

        Failures++;
        FirstFailure = FirstFailure.Length > 0 ? FirstFailure : reason;
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
        {
            connection.Close();
        }

        _epoll.Dispose();
    }
}
