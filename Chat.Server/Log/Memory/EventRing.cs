using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Chat.Server.Log.Memory;

/// <summary>
/// The events of all logs in the order in which they came, the oldest of which goes first: bytes in a few large arrays, so that a collection of garbage has nothing to
/// follow and nothing to move, however many there are. Owned by the store's lock.
/// </summary>
/// <remarks>An event is found by its place, a number that grows from each to the next: of the array that it is in, and of 8 bytes in it.</remarks>
internal sealed class EventRing
{
    private const int UnitBits = 3;
    private const int Unit = 1 << UnitBits;
    private const int PlaceBits = 17;
    private const int LeastChunk = 16 * 1024;

    /// <summary>A larger event has an array for itself.</summary>
    private const int MostChunk = 1 << (PlaceBits + UnitBits);

    private Chunk[] _chunks = new Chunk[4];
    private long _first = 1;
    private long _last;
    private int _start;
    private byte[]? _spare;

    public int Count { get; private set; }

    /// <summary>Bytes of all events.</summary>
    public long Bytes { get; private set; }

    /// <summary>Where the oldest event is, if there is one.</summary>
    public long Oldest => PlaceOf(_first, _start);

    /// <summary>Where the newest event is or was; less than <see cref="Oldest"/> when there is none.</summary>
    public long Newest { get; private set; }

    /// <summary>What is written of the event at a place; gone with the next one that is added.</summary>
    public ref EventRecord this[long place] => ref MemoryMarshal.AsRef<EventRecord>(At(place));

    /// <summary>Adds an event.</summary>
    /// <param name="logEvent">The event.</param>
    /// <param name="log">The number of its log.</param>
    /// <param name="text">Its text.</param>
    /// <returns>Its place.</returns>
    public long Add(LogEvent logEvent, int log, string text)
    {
        var (nickBytes, textBytes) = (Encoding.UTF8.GetByteCount(logEvent.Nick), Encoding.UTF8.GetByteCount(text));
        var length = (Unsafe.SizeOf<EventRecord>() + nickBytes + textBytes + Unit - 1) & -Unit;
        ref var chunk = ref ChunkFor(length);
        var place = PlaceOf(_last, chunk.Used);
        var bytes = chunk.Bytes.AsSpan(chunk.Used, length);
        MemoryMarshal.AsRef<EventRecord>(bytes) = new EventRecord
        {
            Seq = logEvent.Seq,
            Time = logEvent.Time,
            Author = logEvent.Author,
            Ref = logEvent.Ref ?? 0,
            Key = logEvent.Key ?? default,
            Log = log,
            Length = length,
            TextBytes = textBytes,
            NickBytes = checked((ushort)nickBytes),
            Kind = logEvent.Kind,
            Marks = (logEvent.Ref is null ? 0 : RecordMarks.HasRef) | (logEvent.Key is null ? 0 : RecordMarks.HasKey),
        };
        bytes = bytes[Unsafe.SizeOf<EventRecord>()..];
        Encoding.UTF8.GetBytes(logEvent.Nick, bytes);
        Encoding.UTF8.GetBytes(text, bytes[nickBytes..]);
        chunk.Used += length;
        Bytes += length;
        Count++;
        Newest = place;
        return place;
    }

    /// <summary>Reads the event at a place.</summary>
    /// <param name="place">The place.</param>
    /// <param name="text">Its text, when it is another one than is written there.</param>
    public LogEvent Read(long place, string? text)
    {
        var bytes = At(place);
        ref var record = ref MemoryMarshal.AsRef<EventRecord>(bytes);
        bytes = bytes[Unsafe.SizeOf<EventRecord>()..];
        return new LogEvent
        {
            Seq = record.Seq,
            Time = record.Time,
            Author = record.Author,
            Nick = Encoding.UTF8.GetString(bytes[..record.NickBytes]),
            Kind = record.Kind,
            Text = text ?? Encoding.UTF8.GetString(bytes.Slice(record.NickBytes, record.TextBytes)),
            Ref = record.Has(RecordMarks.HasRef) ? record.Ref : null,
            Key = record.Has(RecordMarks.HasKey) ? record.Key : null,
        };
    }

    /// <summary>All that is written of the event at a place.</summary>
    public ReadOnlySpan<byte> BytesOf(long place) => At(place)[..this[place].Length];

    /// <summary>Leaves nothing of the text of the event at a place.</summary>
    public void WipeText(long place)
    {
        ref var record = ref this[place];
        At(place).Slice(Unsafe.SizeOf<EventRecord>() + record.NickBytes, record.TextBytes).Clear();
        record.TextBytes = 0;
    }

    /// <summary>Takes the oldest event out.</summary>
    public void DropOldest()
    {
        var length = this[Oldest].Length;
        Count--;
        Bytes -= length;
        _start += length;
        ref var chunk = ref ChunkAt(_first);
        if (_start == chunk.Used)
        {
            _spare = chunk.Bytes.Length == MostChunk ? chunk.Bytes : _spare;
            chunk = default;
            (_first, _start) = (_first + 1, 0);
        }
    }

    private static long PlaceOf(long chunk, int offset) => (chunk << PlaceBits) | (uint)(offset >> UnitBits);

    private Span<byte> At(long place)
    {
        ref var chunk = ref ChunkAt(place >> PlaceBits);
        return chunk.Bytes.AsSpan((int)(place & ((1L << PlaceBits) - 1)) << UnitBits);
    }

    private ref Chunk ChunkAt(long number) => ref _chunks[(int)number & (_chunks.Length - 1)];

    /// <summary>The newest array, or another one when this has no room.</summary>
    private ref Chunk ChunkFor(int length)
    {
        if (_last >= _first)
        {
            ref var newest = ref ChunkAt(_last);
            if (newest.Bytes.Length - newest.Used >= length)
            {
                return ref newest;
            }
        }

        if (_last - _first + 1 == _chunks.Length)
        {
            Grow();
        }

        _last++;
        ref var chunk = ref ChunkAt(_last);
        chunk.Bytes = NewBytes(length);
        return ref chunk;
    }

    /// <summary>Arrays are as large as what there is already, up to a bound: a store with little in it takes little.</summary>
    private byte[] NewBytes(int length)
    {
        if (length <= MostChunk && _spare is { } spare)
        {
            _spare = null;
            return spare;
        }

        var usual = (int)BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(Bytes, LeastChunk, MostChunk));
        return GC.AllocateUninitializedArray<byte>(Math.Max(usual, length));
    }

    private void Grow()
    {
        var old = _chunks;
        _chunks = new Chunk[old.Length * 2];
        for (var number = _first; number <= _last; number++)
        {
            ChunkAt(number) = old[(int)number & (old.Length - 1)];
        }
    }

    private struct Chunk
    {
        public byte[] Bytes;
        public int Used;
    }
}
