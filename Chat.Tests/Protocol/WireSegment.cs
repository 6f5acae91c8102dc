using System.Buffers;

namespace Chat.Tests.Protocol;

/// <summary>One link of a sequence of several.</summary>
internal sealed class WireSegment : ReadOnlySequenceSegment<byte>
{
    public WireSegment(ReadOnlyMemory<byte> memory, WireSegment? previous)
    {
        Memory = memory;
        if (previous is not null)
        {
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }
}
