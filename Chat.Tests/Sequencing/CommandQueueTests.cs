using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;
using Chat.Server.Log.Memory;
using Chat.Server.Sequencing;
using Chat.Server.Sequencing.Commands;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CommandQueueTests : IAsyncDisposable
{
    private static readonly UserId Ann = new(1);
    private static readonly LogId Room = new(new Guid(1, 0, 0, new byte[8]));

    private readonly MemoryEventLog _log = new();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Test]
    public async Task TryTake_FromALogThatTellsAtOnce_FindsThePostsThatItHas()
    {
        var events = Enumerable.Range(1, 100).Select(static seq => new LogEvent
        {
            Seq = seq,
            Time = seq,
            Author = Ann,
            Nick = "ann",
            Kind = EventKind.Text,
            Text = "hi",
            Key = Key(seq),
        }).ToArray();
        await _log.AppendAsync(new LogBatch([new LogAppend(Room, 0, events)]), CancellationToken.None);
        var queue = new CommandQueue(_log);
        for (var number = 1; number <= 300; number++)
        {
            queue.Enqueue(number % 3 == 0 ? Post(number) : new PingCommand(null!, 1));
        }

        var taken = All(queue);

        Assert.That(taken, Has.Count.EqualTo(300));
        Assert.That(taken.OfType<PostCommand>().Select(static post => post.Prepared?.Stored?.Seq), Is.EqualTo(Enumerable.Range(1, 100).Select(static i => i * 3 <= 100 ? i * 3 : (long?)null)));
    }

    [Test]
    public void TryTake_FromALogWithADisk_DoesNotAskIt()
    {
        var queue = new CommandQueue(new FaultyLog(_log));
        queue.Enqueue(Post(1));

        Assert.That(All(queue), Has.Count.EqualTo(1));
    }

    [Test]
    public void TryTake_OfLongTexts_TakesFew()
    {
        var queue = new CommandQueue(_log);
        for (var number = 1; number <= 10; number++)
        {
            queue.Enqueue(Post(number, new string('x', 5_000)));
        }

        Assert.That(queue.TryTake(out var first) && first.Count == 1);
    }

    private static List<Command> All(CommandQueue queue)
    {
        var all = new List<Command>();
        while (queue.TryTake(out var some))
        {
            all.AddRange(some);
        }

        Assert.That(queue.IsEmpty);
        return all;
    }

    private static PostCommand Post(int number, string text = "hi") => new(null!, new PostFrame(1, Key(number), "#a", EventKind.Text, text), null) { Author = Ann };

    private static Guid Key(int number) => new(number, 0, 0, new byte[8]);
}
