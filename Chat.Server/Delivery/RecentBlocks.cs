using System.Numerics;

namespace Chat.Server.Delivery;

/// <summary>
/// Copies of the newest blocks of all feeds of one lane, for those who have fallen behind a little: one ring of bytes, in which the newest takes the place of the oldest. To the collector
/// it is one array that never moves, however much is said. Owned by the lane.
/// </summary>
internal sealed class RecentBlocks
{
    private const int LeastBytes = 64 * 1024;

    private readonly Queue<(Feed Feed, long Position)> _byAge = new();
    private readonly int _capacity;
    private byte[] _ring = [];
    private long _end;

    /// <param name="capacity">Bytes to keep at the most; it takes them when there is something to keep.</param>
    public RecentBlocks(int capacity)
    {
        _capacity = capacity;
    }

    /// <summary>Keeps a feed's newest block, and lets go of the oldest ones of all feeds for it. One that is too large for the ring is not kept.</summary>
    public void Keep(Feed feed, Block block)
    {
        var length = block.Bytes.Length;
        if (length > _capacity)
        {
            return;
        }

        var offset = (int)(_end % _capacity);
        if (offset + length > _capacity)
        {
            _end += _capacity - offset; // It does not fit behind the newest one: it comes to the beginning, in one piece.
            offset = 0;
        }

        Reserve(offset + length);
        var position = _end;
        _end += length;
        while (_byAge.TryPeek(out var oldest) && oldest.Position < _end - _capacity)
        {
            _byAge.Dequeue();
            oldest.Feed.Release(oldest.Position);
        }

        block.Bytes.CopyTo(_ring.AsMemory(offset));
        feed.Keep(new RecentBlock(block.First, block.Last, position, length));
        _byAge.Enqueue((feed, position));
    }

    /// <summary>The frames of a block that its feed has still above <paramref name="cursor"/>, up to <paramref name="last"/>. They are there until the next one is kept.</summary>
    public ReadOnlyMemory<byte> Between(RecentBlock block, long cursor, long last)
    {
        var bytes = _ring.AsMemory((int)(block.Position % _capacity), block.Length);
        if (last < block.Last)
        {
            bytes = bytes[..WholeFrames.LengthOf(bytes.Span, (int)(last - block.First + 1))];
        }

        return bytes[WholeFrames.LengthOf(bytes.Span, (int)(cursor - block.First + 1))..];
    }

    /// <summary>Before it is full for the first time, it is as large as what is in it.</summary>
    private void Reserve(int length)
    {
        if (length > _ring.Length)
        {
            Array.Resize(ref _ring, (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)Math.Max(length, LeastBytes)), (uint)_capacity));
        }
    }
}
