using Chat.Server.Delivery;

namespace Chat.Bench.Micro;

/// <summary>A socket that takes everything at once.</summary>
internal sealed class CountingOutlet : IOutlet
{
    /// <summary>All bytes it was given.</summary>
    public long Taken { get; private set; }

    public int DrainBytes => 4 * 1024;

    public int TrySend(ReadOnlySpan<byte> bytes)
    {
        Taken += bytes.Length;
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
