using System.Buffers.Binary;

namespace Chat.Server.Delivery;

/// <summary>Finds its way in frames that stand one after the other.</summary>
internal static class WholeFrames
{
    /// <summary>How many bytes the first <paramref name="count"/> frames take.</summary>
    public static int LengthOf(ReadOnlySpan<byte> frames, int count)
    {
        var end = 0;
        for (var i = 0; i < count; i++)
        {
            end += sizeof(uint) + (int)BinaryPrimitives.ReadUInt32BigEndian(frames[end..]);
        }

        return end;
    }
}
