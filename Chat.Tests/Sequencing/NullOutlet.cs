using Chat.Server.Delivery;

namespace Chat.Tests.Sequencing;

/// <summary>A session nobody sends to: turns only name it.</summary>
internal sealed class NullOutlet : IOutlet
{
    public int DrainBytes => 1;

    public int TrySend(ReadOnlySpan<byte> bytes) => bytes.Length;

    public bool BeginSend(ReadOnlyMemory<byte> bytes) => true;

    public void Answered()
    {
    }

    public void Throttle(bool full)
    {
    }

    public void Flushed()
    {
    }
}
