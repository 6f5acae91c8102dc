using Chat.Server.Log;
using Chat.Server.Log.Sqlite;
using NUnit.Framework;

namespace Chat.Tests.Log.Sqlite;

/// <summary>Keys that are not in the index yet.</summary>
[TestFixture]
public sealed class RecentKeysTests
{
    /// <summary>Whatever comes, fails and goes, exactly the keys that are there are found, and which of them are committed.</summary>
    [Test]
    public void TryGet_OverAnyHistory_TellsWhatIsThereAndNothingElse([Range(1, 5)] int seed)
    {
#pragma warning disable RS0030 // The seed makes it the same every time.
        var random = new Random(seed);
#pragma warning restore RS0030
        var recent = new RecentKeys();
        var held = new Queue<(long Block, StoredKey Stored)>();
        var gone = new List<PostKey>();
        var (block, last) = (0L, 0);
        for (var round = 0; round < 200; round++)
        {
            var group = Enumerable.Range(0, random.Next(100)).Select(_ => (++block, Key(++last))).ToArray();
            recent.Prepare(group);
            Check(group, isCommitted: false);
            if (random.Next(4) == 0)
            {
                recent.Abandon();
                gone.AddRange(group.Select(static entry => entry.Item2.Key));
            }
            else
            {
                recent.Commit();
                group.ToList().ForEach(held.Enqueue);
            }

            if (random.Next(3) == 0)
            {
                recent.Oldest(random.Next(150), out var upTo);
                recent.Forget(upTo);
                while (held.TryPeek(out var oldest) && oldest.Block <= upTo)
                {
                    gone.Add(held.Dequeue().Stored.Key);
                }
            }

            Assert.That(recent.Count, Is.EqualTo(held.Count));
            Check(held, isCommitted: true);
            Assert.That(gone.Exists(key => recent.TryGet(key, out _, out _)), Is.False);
        }

        void Check(IEnumerable<(long Block, StoredKey Stored)> expected, bool isCommitted)
        {
            foreach (var (_, stored) in expected)
            {
                Assert.That(recent.TryGet(stored.Key, out var found, out var committed) && found == stored && committed == isCommitted, Is.True);
            }
        }
    }

    [Test]
    public void Oldest_InTheMiddleOfABlock_GivesAllOfIt()
    {
        var recent = new RecentKeys();
        recent.Prepare([(1, Key(1)), (2, Key(2)), (2, Key(3)), (2, Key(4)), (3, Key(5))]);
        recent.Commit();

        Assert.That(recent.Oldest(2, out var upTo), Is.EqualTo(new[] { Key(1), Key(2), Key(3), Key(4) }));
        Assert.That(upTo, Is.EqualTo(2));
    }

    private static StoredKey Key(int number) => new(new PostKey(new UserId(number % 3), new Guid(number, 0, 0, new byte[8])), number % 7, number, 1_000 + number);
}
