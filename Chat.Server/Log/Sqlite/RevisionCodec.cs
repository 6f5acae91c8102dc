using System.Buffers.Binary;
using System.Text;

namespace Chat.Server.Log.Sqlite;

/// <summary>The text of an edited message as bytes: a checksum of 4 bytes, big-endian, of the row's id, the log's number, the message's seq and what follows; then UTF-8.</summary>
internal static class RevisionCodec
{
    private const int ChecksumBytes = sizeof(uint);

    public static byte[] Encode(string text, long id, long log, long target)
    {
        var data = new byte[ChecksumBytes + Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, data.AsSpan(ChecksumBytes));
        return Seal(data, id, log, target);
    }

    /// <summary>What stands in the place of a text that has been replaced: as many bytes, so that nothing around them is moved.</summary>
    public static byte[] Blank(int length, long id, long log, long target) => Seal(new byte[Math.Max(length, ChecksumBytes)], id, log, target);

    /// <exception cref="InvalidDataException">The bytes are not those that were stored.</exception>
    public static string Decode(ReadOnlySpan<byte> data, long id, long log, long target)
    {
        if (data.Length < ChecksumBytes || BinaryPrimitives.ReadUInt32BigEndian(data) != Checksum.Of(data[ChecksumBytes..], id, log, target))
        {
            throw new InvalidDataException("The text of an edited message does not have the checksum that it was stored with.");
        }

        var text = data[ChecksumBytes..];
        return text.ContainsAnyExcept((byte)0) ? Encoding.UTF8.GetString(text) : "";
    }

    private static byte[] Seal(byte[] data, long id, long log, long target)
    {
        BinaryPrimitives.WriteUInt32BigEndian(data, Checksum.Of(data.AsSpan(ChecksumBytes), id, log, target));
        return data;
    }
}
