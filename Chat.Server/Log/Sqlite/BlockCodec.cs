using System.Buffers;
using System.Buffers.Binary;
using Chat.Protocol;
using MessagePack;

namespace Chat.Server.Log.Sqlite;

/// <summary>
/// Events of one log as bytes: a checksum of 4 bytes, big-endian, of the block's id, its log's number, its first seq and what follows; then a MessagePack array with
/// an array for each event: <c>[time, author, nick, kind, text, ref, key, revised]</c>; then zeros, where texts have been taken out. Their seqs follow each other, the first is
/// the block's. A deletion without a ref is one of the event itself.
/// </summary>
internal static class BlockCodec
{
    /// <summary>Events in one block at the most: a place in the index has 8 bits for them.</summary>
    public const int MaxEvents = 256;

    /// <summary>A block is closed when its texts come to this many characters, so that reading one event never means reading much.</summary>
    public const int TextBound = 16 * 1024;

    private const int Fields = 8;
    private const int ChecksumBytes = sizeof(uint);

    /// <summary>Puts a block together.</summary>
    /// <param name="events">Its events.</param>
    /// <param name="id">Its id.</param>
    /// <param name="log">The number of its log.</param>
    /// <param name="to">Gets the bytes, and nothing else.</param>
    /// <param name="length">How many bytes there are to be at least.</param>
    public static void Encode(IReadOnlyList<StoredEvent> events, long id, long log, ArrayBufferWriter<byte> to, int length = 0)
    {
        to.ResetWrittenCount();
        to.Advance(Reserve(to, ChecksumBytes));
        var writer = new MessagePackWriter(to);
        writer.WriteArrayHeader(events.Count);
        foreach (var (e, isRevised) in events)
        {
            writer.WriteArrayHeader(Fields);
            writer.Write(e.Time);
            writer.Write(e.Author.Value);
            writer.Write(e.Nick);
            writer.Write((int)e.Kind);
            writer.Write(isRevised ? "" : e.Text);
            Write(ref writer, e.Kind == EventKind.Delete && e.Ref == e.Seq ? null : e.Ref);
            Write(ref writer, e.Key);
            writer.Write(isRevised);
        }

        writer.Flush();
        if (length > to.WrittenCount)
        {
            to.Write(new byte[length - to.WrittenCount]);
        }

        var bytes = MemoryOf(to);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Checksum.Of(bytes[ChecksumBytes..], id, log, events[0].Event.Seq));
    }

    /// <summary>Takes a block apart.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="id">The block's id.</param>
    /// <param name="log">The number of its log.</param>
    /// <param name="first">The seq of the first event.</param>
    /// <exception cref="InvalidDataException">The bytes are not those that were stored, or were stored elsewhere.</exception>
    public static List<StoredEvent> Decode(ReadOnlySpan<byte> data, long id, long log, long first)
    {
        if (data.Length < ChecksumBytes || BinaryPrimitives.ReadUInt32BigEndian(data) != Checksum.Of(data[ChecksumBytes..], id, log, first))
        {
            throw new InvalidDataException("A block does not have the checksum that it was stored with.");
        }

        try
        {
            return Read(data[ChecksumBytes..].ToArray(), first);
        }
        catch (Exception broken) when (broken is MessagePackSerializationException or EndOfStreamException or OverflowException)
        {
            throw new InvalidDataException("A block has a form that is not known.", broken);
        }
    }

    private static List<StoredEvent> Read(byte[] data, long first)
    {
        var reader = new MessagePackReader(data);
        var count = reader.ReadArrayHeader();
        var events = new List<StoredEvent>(count);
        for (var i = 0; i < count; i++)
        {
            var fields = reader.ReadArrayHeader();
            var e = new LogEvent
            {
                Seq = first + i,
                Time = reader.ReadInt64(),
                Author = new UserId(reader.ReadInt64()),
                Nick = reader.ReadString() ?? "",
                Kind = (EventKind)reader.ReadInt32(),
                Text = reader.ReadString() ?? "",
                Ref = reader.TryReadNil() ? null : reader.ReadInt64(),
                Key = reader.TryReadNil() ? null : ReadKey(ref reader),
            };
            e = e is { Kind: EventKind.Delete, Ref: null } ? e with { Ref = e.Seq } : e;
            events.Add(new StoredEvent(e, reader.ReadBoolean()));
            for (var extra = Fields; extra < fields; extra++)
            {
                reader.Skip();
            }
        }

        return events;
    }

    private static Guid ReadKey(ref MessagePackReader reader) =>
        reader.ReadBytes() is { Length: 16 } bytes ? new Guid(bytes.ToArray(), bigEndian: true) : throw new InvalidDataException("A key has 16 bytes.");

    private static void Write(ref MessagePackWriter writer, long? number)
    {
        if (number is { } value)
        {
            writer.Write(value);
        }
        else
        {
            writer.WriteNil();
        }
    }

    private static void Write(ref MessagePackWriter writer, Guid? key)
    {
        if (key is not { } value)
        {
            writer.WriteNil();
            return;
        }

        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        writer.Write(bytes);
    }

    private static int Reserve(ArrayBufferWriter<byte> to, int bytes)
    {
        to.GetSpan(bytes);
        return bytes;
    }

    private static Span<byte> MemoryOf(ArrayBufferWriter<byte> written) =>
        System.Runtime.InteropServices.MemoryMarshal.AsMemory(written.WrittenMemory).Span;
}
