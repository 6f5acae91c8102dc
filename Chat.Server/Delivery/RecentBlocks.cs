namespace Chat.Server.Delivery;

/// <summary>Bounds the blocks that all feeds of one lane keep for those who have fallen behind a little. Owned by the lane.</summary>
internal sealed class RecentBlocks
{
    private readonly Queue<(Feed Feed, Block Block)> _byAge = new();
    private readonly int _capacity;

    public RecentBlocks(int capacity)
    {
        _capacity = capacity;
    }

    /// <summary>Bytes kept, those of blocks forgotten by their feed included until they have aged out.</summary>
    public int Bytes { get; private set; }

    public void Keep(Feed feed, Block block)
    {
        feed.Keep(block);
        _byAge.Enqueue((feed, block));
        Bytes += block.Bytes.Length;
        while (Bytes > _capacity && _byAge.TryDequeue(out var oldest))
        {
            oldest.Feed.Release(oldest.Block);
            Bytes -= oldest.Block.Bytes.Length;
        }
    }
}
