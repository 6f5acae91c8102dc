using System.Buffers.Binary;
using MessagePack;

namespace Chat.Protocol.Codec;

/// <summary>Walks over values that nobody here reads, whatever they are, and sees that they are whole and not too deep.</summary>
internal static class WireSkipper
{
    /// <summary>Gives the place after the value at <paramref name="offset"/>.</summary>
    /// <param name="bytes">The payload.</param>
    /// <param name="offset">Where the value begins.</param>
    /// <param name="level">The level that the value has if it is an array or a map; it calls itself no further than the bound of levels.</param>
    /// <exception cref="ProtocolException"><c>malformed</c>.</exception>
    public static int Skip(ReadOnlySpan<byte> bytes, int offset, int level)
    {
        if (offset >= bytes.Length)
        {
            throw ProtocolException.Malformed("The frame ends within a value.");
        }

        var code = bytes[offset];
        switch (code)
        {
            case <= MessagePackCode.MaxFixInt or >= MessagePackCode.MinNegativeFixInt or MessagePackCode.Nil or MessagePackCode.False or MessagePackCode.True:
                return offset + 1;
            case <= MessagePackCode.MaxFixMap:
                return SkipItems(bytes, offset + 1, 2L * (code & 0x0f), level);
            case <= MessagePackCode.MaxFixArray:
                return SkipItems(bytes, offset + 1, code & 0x0f, level);
            case <= MessagePackCode.MaxFixStr:
                return Take(bytes, offset, 1L + (code & 0x1f));
            case MessagePackCode.Bin8 or MessagePackCode.Str8:
                return Take(bytes, offset, 2L + Length(bytes, offset, 1));
            case MessagePackCode.Bin16 or MessagePackCode.Str16:
                return Take(bytes, offset, 3L + Length(bytes, offset, 2));
            case MessagePackCode.Bin32 or MessagePackCode.Str32:
                return Take(bytes, offset, 5L + Length(bytes, offset, 4));
            case MessagePackCode.Ext8:
                return Take(bytes, offset, 3L + Length(bytes, offset, 1));
            case MessagePackCode.Ext16:
                return Take(bytes, offset, 4L + Length(bytes, offset, 2));
            case MessagePackCode.Ext32:
                return Take(bytes, offset, 6L + Length(bytes, offset, 4));
            case MessagePackCode.UInt8 or MessagePackCode.Int8:
                return Take(bytes, offset, 2);
            case MessagePackCode.UInt16 or MessagePackCode.Int16 or MessagePackCode.FixExt1:
                return Take(bytes, offset, 3);
            case MessagePackCode.FixExt2:
                return Take(bytes, offset, 4);
            case MessagePackCode.UInt32 or MessagePackCode.Int32 or MessagePackCode.Float32:
                return Take(bytes, offset, 5);
            case MessagePackCode.FixExt4:
                return Take(bytes, offset, 6);
            case MessagePackCode.UInt64 or MessagePackCode.Int64 or MessagePackCode.Float64:
                return Take(bytes, offset, 9);
            case MessagePackCode.FixExt8:
                return Take(bytes, offset, 10);
            case MessagePackCode.FixExt16:
                return Take(bytes, offset, 18);
            case MessagePackCode.Array16:
                return SkipItems(bytes, offset + 3, Length(bytes, offset, 2), level);
            case MessagePackCode.Array32:
                return SkipItems(bytes, offset + 5, Length(bytes, offset, 4), level);
            case MessagePackCode.Map16:
                return SkipItems(bytes, offset + 3, 2 * Length(bytes, offset, 2), level);
            case MessagePackCode.Map32:
                return SkipItems(bytes, offset + 5, 2 * Length(bytes, offset, 4), level);
            default:
                throw ProtocolException.Malformed("A byte that begins no value.");
        }
    }

    private static int SkipItems(ReadOnlySpan<byte> bytes, int offset, long count, int level)
    {
        if (level > Limits.MaxDepth)
        {
            throw ProtocolException.Malformed("Values lie too deep in each other.");
        }

        // Every item has a byte at least, so a claimed count costs no more turns than there are bytes.
        for (var item = 0L; item < count; item++)
        {
            offset = Skip(bytes, offset, level + 1);
        }

        return offset;
    }

    private static long Length(ReadOnlySpan<byte> bytes, int offset, int size)
    {
        Take(bytes, offset, 1 + size);
        var length = bytes.Slice(offset + 1, size);
        return size switch
        {
            1 => length[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(length),
            _ => BinaryPrimitives.ReadUInt32BigEndian(length),
        };
    }

    private static int Take(ReadOnlySpan<byte> bytes, int offset, long count) =>
        count <= bytes.Length - offset ? offset + (int)count : throw ProtocolException.Malformed("The frame ends within a value.");
}
