using System.Buffers.Binary;

namespace Chat.Bench.Load;

/// <summary>What the generator writes into the key of a message, so that whoever gets the message knows when it was meant to be sent.</summary>
/// <param name="Run">The run that it belongs to: others may talk in the same room.</param>
/// <param name="Number">Its number among the messages of its room.</param>
/// <param name="Due">When it was meant to be sent, in ticks of the stopwatch.</param>
internal readonly record struct MessageKey(int Run, int Number, long Due)
{
    private const int Bytes = 16;
    private const int NumberOffset = 4;
    private const int DueOffset = 8;

    public Guid ToGuid()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        BinaryPrimitives.WriteInt32BigEndian(bytes, Run);
        BinaryPrimitives.WriteInt32BigEndian(bytes[NumberOffset..], Number);
        BinaryPrimitives.WriteInt64BigEndian(bytes[DueOffset..], Due);
        return new Guid(bytes, bigEndian: true);
    }

    /// <param name="bytes">A key as it stands on the wire; empty for an event that has none.</param>
    public static MessageKey Read(ReadOnlySpan<byte> bytes) => bytes.Length != Bytes ? default : new MessageKey(
        BinaryPrimitives.ReadInt32BigEndian(bytes),
        BinaryPrimitives.ReadInt32BigEndian(bytes[NumberOffset..]),
        BinaryPrimitives.ReadInt64BigEndian(bytes[DueOffset..]));
}
