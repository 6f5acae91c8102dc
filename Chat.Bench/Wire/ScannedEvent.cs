using System.Buffers.Binary;
using Chat.Protocol;
using MessagePack;

namespace Chat.Bench.Wire;

/// <summary>Of an Event what somebody who counts has to know, taken out of its bytes without making objects.</summary>
internal readonly ref struct ScannedEvent(long seq, ReadOnlySpan<byte> key)
{
    private const int FieldsWithKey = 9;

    /// <summary>The event's number in its room.</summary>
    public long Seq { get; } = seq;

    /// <summary>The author's key of it, as it stands on the wire; empty when there is none.</summary>
    public ReadOnlySpan<byte> Key { get; } = key;

    /// <summary>What an event of a room begins with, behind the byte of the array: its kind and the room's name, as the codec writes them.</summary>
    public static byte[] Opening(string room)
    {
        using var buffer = new FrameBuffer();
        FrameCodec.EncodeEvent(buffer, room, 0, 0, string.Empty, EventKind.Text, string.Empty, null, null);
        const int BehindRoom = 5; // seq, time, nick, kind and text: a byte each.
        return buffer.WrittenSpan[(Limits.LengthBytes + 1)..^BehindRoom].ToArray();
    }

    /// <summary>Reads an event that is written as the codec writes it.</summary>
    /// <param name="payload">A frame without its length.</param>
    /// <param name="opening">As <see cref="Opening"/> gave it.</param>
    /// <param name="scanned">What it says.</param>
    /// <returns>False when it is another frame, of another room, or written in another of the ways that MessagePack has: then the codec is to be asked.</returns>
    public static bool TryRead(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> opening, out ScannedEvent scanned)
    {
        scanned = default;
        if (payload.IsEmpty || payload[0] is < MessagePackCode.MinFixArray or > MessagePackCode.MaxFixArray || !payload[1..].StartsWith(opening))
        {
            return false;
        }

        var fields = payload[0] & 0x0f;
        var rest = payload[(1 + opening.Length)..];
        if (!TryTakeInteger(ref rest, out var seq)
            || !TryTakeInteger(ref rest, out _)
            || !TrySkipText(ref rest)
            || !TryTakeInteger(ref rest, out _)
            || !TrySkipText(ref rest))
        {
            return false;
        }

        if (fields < FieldsWithKey)
        {
            scanned = new ScannedEvent(seq, default);
            return true;
        }

        if (!TrySkipReference(ref rest) || !TryTakeKey(rest, out var key))
        {
            return false;
        }

        scanned = new ScannedEvent(seq, key);
        return true;
    }

    private static bool TryTakeInteger(ref ReadOnlySpan<byte> bytes, out long value)
    {
        value = 0;
        if (bytes.IsEmpty)
        {
            return false;
        }

        var code = bytes[0];
        var length = code switch
        {
            <= MessagePackCode.MaxFixInt => 0,
            MessagePackCode.UInt8 => 1,
            MessagePackCode.UInt16 => 2,
            MessagePackCode.UInt32 => 4,
            MessagePackCode.UInt64 => 8,
            _ => -1,
        };
        if (length < 0 || bytes.Length <= length)
        {
            return false;
        }

        var number = bytes[1..];
        value = length switch
        {
            0 => code,
            1 => number[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(number),
            4 => BinaryPrimitives.ReadUInt32BigEndian(number),
            _ => BinaryPrimitives.ReadInt64BigEndian(number),
        };
        bytes = number[length..];
        return value >= 0;
    }

    private static bool TrySkipText(ref ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 3)
        {
            // The shortest thing behind a text is nothing, that in front of it one byte.
            return TrySkipShort(ref bytes);
        }

        var length = bytes[0] switch
        {
            >= MessagePackCode.MinFixStr and <= MessagePackCode.MaxFixStr => 1 + (bytes[0] & 0x1f),
            MessagePackCode.Str8 => 2 + bytes[1],
            MessagePackCode.Str16 => 3 + BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]),
            _ => int.MaxValue,
        };
        return TrySkip(ref bytes, length);
    }

    private static bool TrySkipShort(ref ReadOnlySpan<byte> bytes) =>
        !bytes.IsEmpty && bytes[0] is >= MessagePackCode.MinFixStr and <= MessagePackCode.MaxFixStr && TrySkip(ref bytes, 1 + (bytes[0] & 0x1f));

    private static bool TrySkip(ref ReadOnlySpan<byte> bytes, int length)
    {
        if (bytes.Length < length)
        {
            return false;
        }

        bytes = bytes[length..];
        return true;
    }

    private static bool TrySkipReference(ref ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty && bytes[0] == MessagePackCode.Nil)
        {
            bytes = bytes[1..];
            return true;
        }

        return TryTakeInteger(ref bytes, out _);
    }

    private static bool TryTakeKey(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> key)
    {
        key = default;
        if (!bytes.IsEmpty && bytes[0] == MessagePackCode.Nil)
        {
            return true;
        }

        if (bytes.Length < 2 + Limits.KeyBytes || bytes[0] != MessagePackCode.Bin8 || bytes[1] != Limits.KeyBytes)
        {
            return false;
        }

        key = bytes.Slice(2, Limits.KeyBytes);
        return true;
    }
}
