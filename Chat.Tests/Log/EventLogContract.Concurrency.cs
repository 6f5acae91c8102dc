using System.Globalization;
using Chat.Protocol;
using Chat.Server.Log;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Log;

/// <summary>Readers beside the writer.</summary>
internal abstract partial class EventLogContract
{
    /// <summary>Groups that the writer appends while others read.</summary>
    protected virtual int ConcurrentGroups => 400;

    /// <summary>
    /// Every group says one thing in each of two logs, and edits the first event of the one. Whatever a reader finds is a whole
    /// prefix, never goes back, and what he has seen of the one log is there in the other.
    /// </summary>
    [Test]
    public async Task ReadAsync_WhileSomebodyAppends_GivesWholePrefixesThatOnlyGrow()
    {
        var (one, other) = (NewLog(), NewLog());
        await AppendAsync(one, Said(1, "0"));
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => FollowAsync(one, other, done.Task))).ToArray();

        for (var i = 1; i <= ConcurrentGroups; i++)
        {
            var head = (2 * i) - 1;
            LogEvent[] said = [Said(head + 1, "said"), Said(head + 2, i.ToString(CultureInfo.InvariantCulture), EventKind.Edit, 1)];
            var result = await Store.AppendAsync(
                [new LogAppend(one, head, said), new LogAppend(other, i - 1, [Said(i, "said") with { Key = new Guid(i, 0, 0, new byte[8]) }])], CancellationToken.None);
            Assert.That(result.Outcome, Is.EqualTo(AppendOutcome.Committed));
        }

        done.SetResult();
        await Task.WhenAll(readers);
    }

    private async Task FollowAsync(LogId one, LogId other, Task done)
    {
        var (head, version, rounds) = (1L, 0, 0);
        for (var isLast = false; !isLast; rounds++)
        {
            isLast = done.IsCompleted;
            var slice = await Store.ReadAsync(new LogRead(one, 0, long.MaxValue, int.MaxValue, AnyBytes, FromEnd: rounds % 2 == 0), CancellationToken.None);
            var seqs = slice.Events.Select(logEvent => logEvent.Seq);
            var found = int.Parse(slice.Events[0].Text, CultureInfo.InvariantCulture);
            Assert.That(seqs, Is.EqualTo(Seqs(1, slice.Events.Count)));
            Assert.That(slice.Events.Count, Is.GreaterThanOrEqualTo(head).And.EqualTo((2 * found) + 1), "A group is seen whole or not at all.");
            Assert.That(found, Is.GreaterThanOrEqualTo(version));
            Assert.That(slice.Events.Where(logEvent => logEvent.Kind == EventKind.Edit).Select(logEvent => logEvent.Text), Is.All.EqualTo(slice.Events[0].Text));
            (head, version) = (slice.Events.Count, found);
            if (found > 0)
            {
                var key = await Store.FindKeyAsync(new PostKey(Ann, new Guid(found, 0, 0, new byte[8])), CancellationToken.None);
                Assert.That((key?.Log, key?.Seq), Is.EqualTo(((LogId?)other, (long?)found)));
                Assert.That(await FindAsync(other, found), Is.EqualTo(new EventOrigin(Ann, EventKind.Text)));
            }
        }
    }
}
