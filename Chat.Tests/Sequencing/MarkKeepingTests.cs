using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Sequencing;
using Chat.Tests.Support;
using NUnit.Framework;
using Serilog.Core;

namespace Chat.Tests.Sequencing;

/// <summary>When the store is given what it keeps beside the logs.</summary>
[TestFixture]
internal sealed class MarkKeepingTests
{
    private readonly OneThread _thread = new();
    private RecordingLog _store = null!;
    private DriverBench _bench = null!;
    private MarkKeeping _keeping = null!;
    private DriverBench.Peer _ann = null!;

    [SetUp]
    public void SetUp()
    {
        _store = new RecordingLog();
        _bench = new DriverBench(_store);
        _keeping = new MarkKeeping(_bench.Driver, new LaneContext(_bench.Log, _bench.Scheduler, _bench.Time, _bench.Faults.Add), Logger.None);
        _bench.Sequencer.Unkept = _keeping.Begin;
        _ann = _bench.Enter("ann", "#a");
        _bench.Do(_bench.Post(_ann, "#a"), _bench.Post(_ann, "#a"), _bench.Post(_ann, "#a"));
    }

    [TearDown]
    public async Task CloseAsync()
    {
        _thread.Complete(_keeping.StopAsync);
        await _keeping.DisposeAsync();
        await _bench.DisposeAsync();
        await _store.DisposeAsync();
    }

    [OneTimeTearDown]
    public void DisposeThread() => _thread.Dispose();

    [Test]
    public void Begin_WhenThereIsSomething_KeepsTheNewestOfItASecondLater()
    {
        Read(1);
        Read(2);
        Advance(999);
        Assert.That(_bench.Log.Kept, Is.Empty);

        Advance(1);

        Assert.That(_bench.Log.Kept.Single().Reads.Single().Seq, Is.EqualTo(2));
        Advance(60_000);
        Assert.That(_bench.Log.Kept, Has.Count.EqualTo(1), "Nothing has happened since.");
        Read(3);
        Advance(1_000);
        Assert.That(_bench.Log.Kept[^1].Reads.Single().Seq, Is.EqualTo(3));
    }

    [Test]
    public void Begin_WhileTheStoreIsAtIt_IsNotForgotten()
    {
        var gate = _bench.Log.HoldKeeps(inline: true);
        Read(1);
        Advance(1_000);
        Read(2);
        _thread.Run(gate.Open);

        Advance(1_000);

        Assert.That(_bench.Log.Kept.Select(kept => kept.Reads.Single().Seq), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public void Begin_WhenTheStoreRefuses_GivesItAgainWithWhatIsNewer()
    {
        _bench.Log.FailKeeps(2);
        Read(1);
        Advance(1_000);
        Advance(1_000);
        Read(2);

        Advance(1_000);

        Assert.That(_bench.Log.Kept.Select(kept => kept.Reads.Single().Seq), Is.EqualTo(new[] { 1, 1, 2 }));
        Advance(60_000);
        Assert.That(_bench.Log.Kept, Has.Count.EqualTo(3));
    }

    [Test]
    public void StopAsync_WithSomethingNew_KeepsItAtOnce([Values] bool isRefusedBefore)
    {
        Read(1);
        if (isRefusedBefore)
        {
            _bench.Log.FailKeeps(1);
            Advance(1_000);
        }

        _thread.Complete(_keeping.StopAsync);

        Assert.That(_store.ReadStateAsync(CancellationToken.None).AsTask().Result.Marks.Reads.Single().Seq, Is.EqualTo(1));
        Read(2);
        Advance(60_000);
        Assert.That(_bench.Log.Kept, Has.Count.EqualTo(isRefusedBefore ? 2 : 1), "It is over.");
    }

    [Test]
    public void StopAsync_OfADriverThatIsBroken_Ends()
    {
        _bench.Log.AnswerAppend(new AppendResult(AppendOutcome.Moved));
        Read(1);
        Do(_bench.Post(_ann, "#a"));
        Assert.That(_bench.Faults, Has.Count.EqualTo(1));
        Advance(1_000);

        _thread.Complete(_keeping.StopAsync);

        Assert.That(_bench.Log.Kept, Is.Empty);
        _bench.Faults.Clear();
    }

    [Test]
    public void Read_InAGroupThatIsTakenBack_IsKeptOnceItHasHappened()
    {
        _bench.Log.NextAppends(AppendFault.Failed);
        Do(_bench.Post(_ann, "#a"), _bench.Read(_ann, "#a", 3));
        Advance(1_000);

        Assert.That(_ann.New.OfType<DoneFrame>().Count(), Is.EqualTo(1));
        Assert.That(_bench.Log.Kept.Single().Reads.Single().Seq, Is.EqualTo(3));
    }

    private void Read(long seq) => Do(_bench.Read(_ann, "#a", seq));

    private void Do(params Chat.Server.Sequencing.Commands.Command[] commands) => _thread.Run(() => _bench.Do(commands));

    private void Advance(int milliseconds) => _thread.Run(() => _bench.Time.Advance(TimeSpan.FromMilliseconds(milliseconds)));
}
