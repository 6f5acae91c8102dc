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
    [NonParallelizable]
    public void DropFirst_OfNearlyAll_GivesTheRoomBack()
    {
        var events = new EventRing();
        var log = new MemoryLog(new LogId(Guid.Empty), 0, 0, events);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var seq = 1; seq <= Many; seq++)
        {
            log.Add(Said(seq));
        }

        for (var seq = 1; seq < Many; seq++)
        {
            Drop(log, events);
        }

        var held = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.That(log.Bounds, Is.EqualTo(new LogBounds(log.Id, Many, Many)));
        Assert.That(held, Is.LessThan(3 * 1024 * 1024), "one array for what comes next, and one in which the last event is");
    }

    [Test]
    public void DropFirst_AndAddInTurn_KeepsWhatIsLeftInOrder()
    {
        var events = new EventRing();
        var log = new MemoryLog(new LogId(Guid.Empty), 0, 10, events);
        var (head, first) = (10L, 11L);
        foreach (var (add, drop) in new[] { (100, 90), (3, 12), (50, 0), (0, 50), (1_000, 1_000), (5, 2) })
        {
            for (var i = 0; i < add; i++)
            {
                log.Add(Said(++head));
            }

            for (var i = 0; i < drop; i++)
            {
                Assert.That(Drop(log, events), Is.EqualTo(first++));
            }

            Assert.That(log.Bounds, Is.EqualTo(new LogBounds(log.Id, first, head)));
            var slice = log.Read(new LogRead(log.Id, 0, long.MaxValue, int.MaxValue, int.MaxValue, FromEnd: false));
            Assert.That(slice.Events, Is.EqualTo(Enumerable.Range((int)first, (int)(head - first + 1)).Select(static seq => Said(seq))));
            Assert.That(slice.Events.Select(logEvent => log.PlaceOf(logEvent.Seq)), Is.Ordered);
        }
    }

    [TestCase(17, 20, 16)]
    [TestCase(17, 14, 14)]
    [TestCase(16, 16, 15)]
    [TestCase(15, 16, 14)]
    [TestCase(11, 16, 10)]
    [TestCase(17, 7, 7)]
    public void LastBefore_APlaceAndUpToAHead_IsTheNewestOrBelowTheFirst(int placeOf, long head, long seq)
    {
        var log = new MemoryLog(new LogId(Guid.Empty), 0, 10, new EventRing());
        for (var i = 11; i <= 16; i++)
        {
            log.Add(Said(i));
        }

        Assert.That(log.LastBefore(placeOf > 16 ? long.MaxValue : log.PlaceOf(placeOf), head), Is.EqualTo(seq));
    }

    private static LogEvent Said(long seq) => new() { Seq = seq, Time = seq, Author = new UserId(1), Nick = "a", Kind = EventKind.Text, Text = $"{seq}" };

    private static long Drop(MemoryLog log, EventRing events)
    {
        ref var oldest = ref events[events.Oldest];
        var seq = oldest.Seq;
        log.DropFirst(in oldest);
        events.DropOldest();
        return seq;
    }
}
