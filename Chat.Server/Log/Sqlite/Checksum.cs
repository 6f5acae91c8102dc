using System.Buffers.Binary;
using System.Numerics;

namespace Chat.Server.Log.Sqlite;

/// <summary>CRC-32C (RFC 3720), in hardware where there is some: SQLite itself does not notice a bit that has flipped in stored text.</summary>
internal static class Checksum
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var left in bytes)
        {
            sum = BitOperations.Crc32C(sum, left);
        }

        return ~sum;
    }
}
