using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using Chat.Bench.Measuring;
using Chat.Bench.Peers.Dialects;

namespace Chat.Bench.Peers.Fanout;

/// <summary>Which messages are under way, and who has them. Belongs to the thread of its <see cref="Crowd"/>.</summary>
[SupportedOSPlatform("linux")]
internal sealed class Ledger
{
    private const int Slots = 1 << 20;

    private readonly Crowd _crowd;
    private readonly int _copies;
    private readonly bool _checksOrder;
    private readonly byte[] _text;
    private readonly Slot[] _slots = new Slot[Slots];
    private readonly Room[] _rooms;
    private uint _first;
    private uint _next;
    private int _window;
    private long _now;

    /// <param name="crowd">Whose messages these are.</param>
    /// <param name="rooms">How many rooms.</param>
    /// <param name="copies">How many get each message.</param>
    /// <param name="checksOrder">Whether a room has one order that everybody must see.</param>
    /// <param name="size">Bytes of a text.</param>
    public Ledger(Crowd crowd, int rooms, int copies, bool checksOrder, int size)
    {
        _crowd = crowd;
        _copies = copies;
        _checksOrder = checksOrder;
        _rooms = new Room[rooms];
        _text = new byte[size];
        _text.AsSpan().Fill((byte)'x');
    }

    public long Sent { get; private set; }

    public long Delivered { get; private set; }

    /// <summary>Messages that all who should have them have.</summary>
    public long Completed { get; private set; }

    /// <summary>Deliveries that are still to come, or never will.</summary>
    public long Missing => (Sent * _copies) - Delivered;

    public int UnderWay { get; private set; }

    public long Reads { get; private set; }

    public long Bytes { get; private set; }

    public long OutOfOrder { get; private set; }

    /// <summary>What came from a stage before, or too often.</summary>
    public long Strays { get; private set; }

    /// <summary>From sending to each delivery, in ns.</summary>
    public Latencies Latencies { get; private set; } = new();

    /// <summary>From sending to the last delivery of a message, in ns.</summary>
    public Latencies Completions { get; private set; } = new();

    /// <summary>Begins a stage.</summary>
    /// <param name="window">Messages of a room under way; 0 when whoever runs the stage sends them by the clock.</param>
    public void Begin(int window)
    {
        Sent = Delivered = Completed = Reads = Bytes = OutOfOrder = Strays = 0;
        UnderWay = 0;
        Latencies = new Latencies();
        Completions = new Latencies();
        Array.Clear(_rooms);
        _first = _next;
        _window = window;
        _crowd.BeginOrder();
        for (var room = 0; room < _rooms.Length; room++)
        {
            Refill(room);
        }
    }

    /// <summary>Nothing more is sent by itself.</summary>
    public void End() => _window = 0;

    /// <param name="room">Where to.</param>
    /// <param name="time">When it is sent, or should have been.</param>
    public void Publish(int room, long time)
    {
        ref var its = ref _rooms[room];
        var sender = _crowd.Sender(room, its.NextSender);
        its.NextSender = its.NextSender + 1 == _crowd.Senders ? 0 : its.NextSender + 1;
        if (!sender.IsReady)
        {
            return;
        }

        new Stamp(_next, its.Order++, time).Write(_text);
        _slots[_next % Slots] = new Slot(_copies, room);
        _next++;
        its.UnderWay++;
        UnderWay++;
        Sent++;
        sender.Publish(_crowd.Dialect, _text);
    }

    /// <summary>Something has been read, before it is looked at.</summary>
    public void Received(int bytes)
    {
        Reads++;
        Bytes += bytes;
        _now = Clock.Now;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Deliver(Connection to, ReadOnlySpan<byte> text)
    {
        if (text.Length < _text.Length || !Stamp.TryRead(text, out var stamp) || stamp.Serial - _first >= _next - _first)
        {
            Strays++;
            return;
        }

        ref var slot = ref _slots[stamp.Serial % Slots];
        if (slot.Missing == 0)
        {
            Strays++;
            return;
        }

        if (_checksOrder)
        {
            OutOfOrder += stamp.Order == to.NextOrder ? 0 : 1;
            to.NextOrder = stamp.Order + 1;
        }

        Delivered++;
        var latency = Math.Max(0, _now - stamp.Time);
        Latencies.Add(latency);
        slot.Missing--;
        if (slot.Missing == 0)
        {
            Complete(slot.Room, latency);
        }
    }

    private void Complete(int room, long latency)
    {
        Completed++;
        Completions.Add(latency);
        UnderWay--;
        _rooms[room].UnderWay--;
        Refill(room);
    }

    private void Refill(int room)
    {
        while (_rooms[room].UnderWay < _window && UnderWay < Slots / 2 && _crowd.Sender(room, _rooms[room].NextSender).IsReady)
        {
            Publish(room, Clock.Now);
        }
    }

    private struct Slot(int missing, int room)
    {
        public int Missing = missing;

        public readonly int Room = room;
    }

    private struct Room
    {
        public int UnderWay;

        public uint Order;

        public int NextSender;
    }
}
