using System.Buffers.Binary;
using System.Numerics;

namespace Chat.Server.Log.Sqlite;

/// <summary>CRC-32C (RFC 3720), in hardware where there is some: SQLite itself does not notice a bit that has flipped in stored text.</summary>
internal static class Checksum
{
    /// <summary>The checksum of bytes at their place: the same bytes at another place have another one.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="place">The numbers that they are found by, each taken as 8 bytes, little-endian, before the others.</param>
    public static uint Of(ReadOnlySpan<byte> bytes, params ReadOnlySpan<long> place)
    {
        var sum = uint.MaxValue;
        foreach (var number in place)
        {
            sum = BitOperations.Crc32C(sum, (ulong)number);
        }

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
