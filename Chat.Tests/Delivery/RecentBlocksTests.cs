using System.Buffers.Binary;
using Chat.Server.Delivery;
using Chat.Server.Log;
using NUnit.Framework;

namespace Chat.Tests.Delivery;

/// <summary>The newest blocks of a lane, which those go on from who have fallen behind a little.</summary>
[TestFixture]
public sealed class RecentBlocksTests
{
    /// <summary>What a feed still has reads as it was kept, from wherever one goes on; the newest is always there, and the oldest go.</summary>
    [Test]
    public void Between_OverAnyHistory_GivesWhatWasKept([Range(1, 5)] int seed, [Values(500, 3_000, 200_000)] int capacity)
    {
#pragma warning disable RS0030 // The seed makes it the same every time.
        var random = new Random(seed);
#pragma warning restore RS0030
        var recent = new RecentBlocks(capacity);
        var rooms = Enumerable.Range(1, 4).Select(static number => (Feed: FeedOf(number), Kept: new List<Block>())).ToArray();
        for (var round = 0; round < 1_000; round++)
        {
            var (feed, kept) = rooms[random.Next(rooms.Length)];
            var block = NewBlock(random, kept.Count == 0 ? 1 : kept[^1].Last + 1);
            recent.Keep(feed, block);
            kept.Add(block);
            if (random.Next(100) == 0)
            {
                feed.Forget();
            }
            else
            {
                Assert.That(feed.Find(block.First - 1) is not null, Is.EqualTo(block.Bytes.Length <= capacity));
            }
        }

        foreach (var (feed, kept) in rooms)
        {
            var there = kept.TakeLast(200).Where(block => feed.Find(block.First - 1) is not null).ToArray();
            Assert.That(there.Sum(static block => block.Bytes.Length), Is.LessThanOrEqualTo(capacity));
            foreach (var block in there)
            {
                var cursor = random.NextInt64(block.First - 1, block.Last);
                var last = random.NextInt64(cursor + 1, block.Last + 3);
                var found = feed.Find(cursor)!.Value;
                Assert.That(recent.Between(found, cursor, last).ToArray(), Is.EqualTo(Frames(block, cursor + 1, Math.Min(last, block.Last))));
            }
        }
    }

    private static Feed FeedOf(int number) => new(new FeedId(new LogId(new Guid(number, 0, 0, new byte[8])), default), $"#r{number}", 0);

    private static Block NewBlock(Random random, long first)
    {
        var bytes = new List<byte>();
        var count = random.Next(1, 6);
        for (var i = 0; i < count; i++)
        {
            var frame = new byte[sizeof(uint) + random.Next(1, 150)];
            random.NextBytes(frame);
            BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)(frame.Length - sizeof(uint)));
            bytes.AddRange(frame);
        }

        return new Block(first, count, bytes.ToArray());
    }

    private static byte[] Frames(Block block, long first, long last)
    {
        var start = WholeFrames.LengthOf(block.Bytes.Span, (int)(first - block.First));
        return block.Bytes[start..WholeFrames.LengthOf(block.Bytes.Span, (int)(last - block.First + 1))].ToArray();
    }
}
