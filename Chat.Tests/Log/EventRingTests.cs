using System.Text;
using Chat.Protocol;
using Chat.Server.Log;
using Chat.Server.Log.Memory;
using NUnit.Framework;

namespace Chat.Tests.Log;

/// <summary>Events as bytes.</summary>
[TestFixture]
internal sealed class EventRingTests
{
    private static IEnumerable<LogEvent> Shapes()
    {
        var plain = new LogEvent { Seq = 1, Time = 2, Author = new UserId(3), Nick = "ann", Kind = EventKind.Text, Text = "text" };
        yield return plain;
        yield return plain with { Text = "" };
        yield return plain with { Nick = "राम", Text = "a漢字😀é", Kind = EventKind.Action };
        yield return plain with { Seq = long.MaxValue, Time = long.MinValue, Author = new UserId(-1), Kind = EventKind.Reaction, Ref = long.MaxValue };
        yield return plain with { Key = new Guid(Enumerable.Range(1, 16).Select(static i => (byte)i).ToArray()), Ref = 7, Kind = EventKind.ReactionWithdrawn };
        yield return plain with { Key = Guid.Empty, Kind = EventKind.Topic };
        yield return plain with { Text = new string('x', 3_000_000) };
    }

    [TestCaseSource(nameof(Shapes))]
    public void Read_GivesWhatWasAdded(object given)
    {
        var (ring, added) = (new EventRing(), (LogEvent)given);
        ring.Add(added, 1, "before");

        var place = ring.Add(added, 9, added.Text);
        ring.Add(added, 1, "after");

        Assert.That(ring.Read(place, null), Is.EqualTo(added));
        Assert.That(ring.Read(place, "other"), Is.EqualTo(added with { Text = "other" }));
        Assert.That(ring[place].Log, Is.EqualTo(9));
    }

    [Test]
    public void WipeText_LeavesNothingOfIt()
    {
        var (ring, added) = (new EventRing(), Said(1, "a secret text"));
        var place = ring.Add(added, 1, added.Text);
        var next = ring.Add(added, 1, "next");

        ring.WipeText(place);

        Assert.That(ring.Read(place, null), Is.EqualTo(added with { Text = "" }));
        Assert.That(ring.Read(next, null).Text, Is.EqualTo("next"));
        Assert.That(Encoding.UTF8.GetString(ring.BytesOf(place)), Does.Not.Contain("secret").And.Contains("ann"));
    }

    /// <summary>Whatever comes and goes, what is there can be read, in the order of its places.</summary>
    [Test]
    public void AddAndDropOldest_OverAnyHistory_KeepWhatIsThere([Range(1, 5)] int seed)
    {
#pragma warning disable RS0030 // The seed makes it the same every time.
        var random = new Random(seed);
#pragma warning restore RS0030
        var ring = new EventRing();
        var expected = new Queue<(long Place, LogEvent Event)>();
        var seq = 0L;
        for (var round = 0; round < 40; round++)
        {
            for (var adds = random.Next(200); adds > 0; adds--)
            {
                var said = Said(++seq, new string('x', random.Next(20) == 0 ? random.Next(100_000) : random.Next(100)));
                expected.Enqueue((ring.Add(said, 1, said.Text), said));
            }

            for (var drops = random.Next(expected.Count + 1); drops > 0; drops--)
            {
                Assert.That(ring.Oldest, Is.EqualTo(expected.Dequeue().Place));
                ring.DropOldest();
            }

            Assert.That(expected.Select(static held => held.Place), Is.Ordered.And.Unique);
            Assert.That(expected.Select(held => ring.Read(held.Place, null)), Is.EqualTo(expected.Select(static held => held.Event)));
            Assert.That((ring.Count, ring.Bytes), Is.EqualTo((expected.Count, expected.Sum(held => (long)ring.BytesOf(held.Place).Length))));
        }
    }

    [Test]
    public void AddAndDropOldest_InTurn_AllocateNothing()
    {
        var (ring, said) = (new EventRing(), Said(1, new string('x', 1_000)));
        for (var i = 0; i < 5_000; i++)
        {
            ring.Add(said, 1, said.Text);
        }

        Turn();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Turn();

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void Turn()
        {
            for (var i = 0; i < 5_000; i++)
            {
                ring.DropOldest();
                ring.Add(said, 1, said.Text);
            }
        }
    }

    private static LogEvent Said(long seq, string text) => new() { Seq = seq, Time = seq, Author = new UserId(1), Nick = "ann", Kind = EventKind.Text, Text = text };
}
