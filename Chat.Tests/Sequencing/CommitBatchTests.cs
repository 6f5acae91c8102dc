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
            bench.Submit([.. Enumerable.Range(0, count).Select(_ => bench.Post(ann, "#a"))]);
            bench.Driver.Kick();
            bench.Driver.CutBatch();
            bench.Scheduler.Run();
        }
    }
}
