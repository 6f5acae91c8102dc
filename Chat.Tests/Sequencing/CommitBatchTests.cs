using Chat.Protocol.Frames;
using Chat.Server.Sequencing;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>What one thread brings in together.</summary>
[TestFixture]
internal sealed class CommitBatchTests
{
    [Test]
    public async Task CutBatch_OfALargeBatch_TakesCareOfIt()
    {
        await using var bench = new DriverBench();
        var ann = bench.Enter("ann", "#a");
        CommitDriver.BeginBatch();
        try
        {
            Bring(ThreadBatch.Large - 1);
            Assert.That(bench.Log.Groups, Is.Empty, "It is not large yet.");

            Bring(1);
            Assert.That(bench.Log.Groups.Single().Logs.Single().Events, Has.Count.EqualTo(ThreadBatch.Large));

            Bring(1);
            Assert.That(bench.Log.Groups, Has.Count.EqualTo(1), "There is another batch.");
        }
        finally
        {
            bench.Driver.EndBatch();
            bench.Scheduler.Run();
        }

        Assert.That(bench.Log.Groups, Has.Count.EqualTo(2));

        void Bring(int count)
        {
            Say(bench, ann, count);
            bench.Driver.CutBatch();
            bench.Scheduler.Run();
        }
    }

    [Test]
    public async Task EndBatch_WhileTheStoreIsQuick_CommitsOnTheThreadThatBringsIn()
    {
        await using var bench = new DriverBench();
        var ann = EnterAndSay(bench);

        Bring(bench, ann, CommitPace.Few);

        Assert.That(bench.Scheduler.IsIdle, Is.True);
        Assert.That(bench.Log.Groups[1].Logs.Single().Events, Has.Count.EqualTo(CommitPace.Few));
        Assert.That(ann.New.OfType<EventFrame>().Select(e => e.Seq), Is.EqualTo(Enumerable.Range(2, CommitPace.Few)));
    }

    [Test]
    public async Task EndBatch_WhileTheStoreIsSlow_LeavesTheCommitToAnotherThread()
    {
        await using var bench = new DriverBench();
        var ann = EnterAndSay(bench);
        bench.Log.Appending = () => bench.Time.Advance(TimeSpan.FromMilliseconds(20));
        Bring(bench, ann, 1);
        Assert.That(bench.Log.Groups, Has.Count.EqualTo(2), "Nobody knows before it has been slow.");

        Bring(bench, ann, 1);
        Assert.That(bench.Log.Groups, Has.Count.EqualTo(2));
        bench.Scheduler.Run();
        Assert.That(bench.Log.Groups, Has.Count.EqualTo(3));

        bench.Log.Appending = static () => { };
        for (var i = 0; i < 100; i++)
        {
            Bring(bench, ann, 1);
            bench.Scheduler.Run();
        }

        Bring(bench, ann, 1);
        Assert.That(bench.Log.Groups, Has.Count.EqualTo(104), "It is quick again.");
    }

    [Test]
    public async Task EndBatch_WhenMoreComesInMeanwhile_LeavesThatToAnotherThread()
    {
        await using var bench = new DriverBench();
        var (ben, ann) = (bench.Enter("ben", "#a"), EnterAndSay(bench));
        var late = bench.Post(ben, "#a");
        bench.Log.Appending = () =>
        {
            bench.Log.Appending = static () => { };
            bench.Driver.Submit(late);
        };

        Bring(bench, ann, 1);

        Assert.That(bench.Log.Groups, Has.Count.EqualTo(2));
        Assert.That(ann.New.OfType<EventFrame>().Select(e => e.Seq), Is.EqualTo(new[] { 2 }), "What is committed does not wait for it.");
        bench.Scheduler.Run();
        Assert.That(ann.New.OfType<EventFrame>().Select(e => e.Seq), Is.EqualTo(new[] { 3 }));
    }

    private static void Bring(DriverBench bench, DriverBench.Peer peer, int count)
    {
        CommitDriver.BeginBatch();
        Say(bench, peer, count);
        bench.Driver.EndBatch();
    }

    private static void Say(DriverBench bench, DriverBench.Peer peer, int count)
    {
        bench.Submit([.. Enumerable.Range(0, count).Select(_ => bench.Post(peer, "#a"))]);
        bench.Driver.Kick();
    }

    /// <summary>Somebody who has said something, so that it is known how quick the store is.</summary>
    private static DriverBench.Peer EnterAndSay(DriverBench bench)
    {
        var ann = bench.Enter("ann", "#a");
        bench.Do(bench.Post(ann, "#a"));
        _ = ann.New;
        return ann;
    }
}
