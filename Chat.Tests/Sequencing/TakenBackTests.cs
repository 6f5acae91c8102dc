using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using Chat.Server.Log.Memory;
using Chat.Server.Sequencing;
using Chat.Server.Sequencing.Commands;
using Chat.Tests.Support;
using NUnit.Framework;
using Serilog.Core;

namespace Chat.Tests.Sequencing;

/// <summary>Groups that the store refuses or leaves in doubt, through the driver and out to the sessions.</summary>
[TestFixture]
internal sealed class TakenBackTests
{
    private TurnBench _bench = null!;
    private FrameOutlet _outlet = null!;
    private FaultyLog _log = null!;
    private Lanes _lanes = null!;
    private CommitDriver _driver = null!;
    private Subscriber _alice = null!;

    [Test]
    public void Kick_WhenAGroupIsRefused_AnswersInTheOrderOfTheRequests()
    {
        Open(MemoryEventLog.DefaultCapacity);
        var (first, second) = (_bench.NewId(), _bench.NewId());
        Do(_bench.Join(_alice, "#one"));
        _outlet.Frames.Clear();
        _log.NextAppends(AppendFault.Failed);
        Do(Post("one", first), Post("one", first), Post("two", second), Post("three"));

        // The second try of the first one succeeds, but what was sent behind it has failed by then and holds the rest back.
        Assert.That(Answers(), Is.EqualTo(new[] { "unavailable", "1", "unavailable", "unavailable" }));

        _outlet.Frames.Clear();
        Do(Post("three"), Post("two", second), Post("three"));
        Assert.That(Answers(), Is.EqualTo(new[] { "unavailable", "2", "3" }));
    }

    [Test]
    public void Kick_WhenAnAppendIsInDoubt_KnowsAfterwardsWhereTheOtherLogsBegin()
    {
        Open(4 * 1024);
        Do(_bench.Join(_alice, "#old"), _bench.Join(_alice, "#new"));
        Do(_bench.Post(_alice, "#old", new string('x', 1_000)), _bench.Post(_alice, "#old"));
        _log.NextAppends(AppendFault.DoubtAfter);
        Do(_bench.Post(_alice, "#new", new string('x', 3_000)));

        Do(_bench.Join(_alice, "#old", after: 0));

        Assert.That(_outlet.Frames.OfType<JoinedFrame>().Last().First, Is.EqualTo(2));
        Assert.That(_outlet.Frames.OfType<GapFrame>(), Is.Empty);
    }

    private void Open(long capacity)
    {
        (_bench, _outlet) = (new TurnBench(), new FrameOutlet());
        _log = new FaultyLog(new MemoryEventLog(capacity));
        var context = new LaneContext(_log, ThreadPoolScheduler.Instance, TimeProvider.System, static broken => Assert.Fail(broken.ToString()));
        _lanes = new Lanes(context, 1);
        _driver = new CommitDriver(_bench.Sequencer, new PrepareWindow(), _lanes, context, Logger.None);
        _alice = _lanes.Attach(new SessionId(1), _outlet);
        Do(_bench.EnterOf(_alice, "alice"));
        _outlet.Frames.Clear();
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _lanes.DisposeAsync();
        _driver.Dispose();
        await _log.DisposeAsync();
    }

    /// <summary>All in one group.</summary>
    private void Do(params Command[] commands)
    {
        foreach (var command in commands)
        {
            _driver.Submit(command);
        }

        _driver.Kick();
    }

    private PostCommand Post(string text, Guid? key = null) => _bench.Post(_alice, "#one", text, key: key);

    private IEnumerable<string> Answers() => _outlet.Frames.Where(static frame => frame is not EventFrame).Select(static frame => frame switch
    {
        ErrorFrame error => error.Code,
        PostedFrame posted => $"{posted.Seq}",
        _ => frame.ToString()!,
    });
}
