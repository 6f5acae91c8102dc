using Chat.Server.Delivery;

namespace Chat.Tests.Delivery;

/// <summary>A peer who takes everything and keeps nothing.</summary>
internal sealed class NullOutlet : IOutlet
{
    public int DrainBytes => 4 * 1024;

    public int TrySend(ReadOnlySpan<byte> bytes) => bytes.Length;

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
