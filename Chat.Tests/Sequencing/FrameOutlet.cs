using System.Buffers;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Delivery;

namespace Chat.Tests.Sequencing;

/// <summary>A session that takes everything at once and keeps the frames.</summary>
internal sealed class FrameOutlet : IOutlet
{
    public List<Frame> Frames { get; } = [];

    public int DrainBytes => 1;

    public int TrySend(ReadOnlySpan<byte> bytes)
    {
        var input = new ReadOnlySequence<byte>(bytes.ToArray());
        while (FrameReader.TryRead(ref input, Limits.MaxFrame, out var payload))
        {
            Frames.Add(FrameCodec.DecodeReply(payload));
        }

        return bytes.Length;
    }

    public bool BeginSend(ReadOnlyMemory<byte> bytes) => true;

    public void Answered(int count)
    {
    }

    public void Throttle(bool full)
    {
    }

    public void Flushed()
    {
    }
}
