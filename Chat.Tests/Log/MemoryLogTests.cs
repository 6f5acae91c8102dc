using Chat.Protocol;
using Chat.Server.Log;
using Chat.Server.Log.Memory;
using NUnit.Framework;

namespace Chat.Tests.Log;

/// <summary>One log in memory.</summary>
[TestFixture]
internal sealed class MemoryLogTests
{
    private const int Many = 300_000;

    [Test]
    public void DropFirst_OfNearlyAll_GivesTheRoomBack()
    {
        var log = new MemoryLog(new LogId(Guid.Empty), 0);
        var logEvent = new LogEvent { Seq = 1, Time = 1, Author = new UserId(1), Nick = "a", Kind = EventKind.Text, Text = "x" };
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Many; i++)
        {
            log.Add(logEvent, i);
        }

        for (var i = 1; i < Many; i++)
        {
            log.DropFirst(out _);
        }

        var held = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.That(log.Bounds, Is.EqualTo(new LogBounds(log.Id, Many, Many)));
        Assert.That(held, Is.LessThan(100_000));
    }

    [Test]
    public void DropFirst_AndAddInTurn_KeepsWhatIsLeftInOrder()
    {
        var log = new MemoryLog(new LogId(Guid.Empty), 10);
        var (head, first) = (10L, 11L);
        foreach (var (add, drop) in new[] { (100, 90), (3, 12), (50, 0), (0, 50), (1_000, 1_000), (5, 2) })
        {
            for (var i = 0; i < add; i++)
            {
                head++;
                log.Add(new LogEvent { Seq = head, Time = head, Author = new UserId(1), Nick = "a", Kind = EventKind.Text, Text = $"{head}" }, 3 * head);
            }

            for (var i = 0; i < drop; i++)
            {
                log.DropFirst(out var dropped);
                Assert.That(dropped.Seq, Is.EqualTo(first++));
            }

            Assert.That(log.Bounds, Is.EqualTo(new LogBounds(log.Id, first, head)));
            var slice = log.Read(new LogRead(log.Id, 0, long.MaxValue, int.MaxValue, int.MaxValue, FromEnd: false));
            Assert.That(slice.Events.Select(logEvent => logEvent.Seq), Is.EqualTo(Enumerable.Range((int)first, (int)(head - first + 1))));
            Assert.That(Enumerable.Range((int)first, slice.Events.Count).Select(seq => log.PlaceOf(seq)), Is.EqualTo(slice.Events.Select(logEvent => 3 * logEvent.Seq)));
        }
    }

    [TestCase(long.MaxValue, long.MaxValue, 16)]
    [TestCase(long.MaxValue, 14, 14)]
    [TestCase(48, 16, 15)]
    [TestCase(46, 16, 15)]
    [TestCase(45, 16, 14)]
    [TestCase(33, 16, 10)]
    [TestCase(long.MaxValue, 7, 7)]
    public void LastBefore_APlaceAndUpToAHead_IsTheNewestOrBelowTheFirst(long place, long head, long seq)
    {
        var log = new MemoryLog(new LogId(Guid.Empty), 10);
        for (var i = 11; i <= 16; i++)
        {
            log.Add(new LogEvent { Seq = i, Time = 1, Author = new UserId(1), Nick = "a", Kind = EventKind.Text, Text = "x" }, 3 * i);
        }

        Assert.That(log.LastBefore(place, head), Is.EqualTo(seq));
    }
}
