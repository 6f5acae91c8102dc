using Chat.Server.Log.Sqlite;
using Chat.Tests.Support;
using NUnit.Framework;
using Serilog.Core;

namespace Chat.Tests.Simulation;

/// <summary>The same runs with the store on disk behind the weather, which is closed and opened anew after every commit in doubt. Fewer of them: each takes longer.</summary>
[TestFixture]
public sealed class DurableSimulationTests
{
    private const int Runs = 8;
    private const int SeedsInRun = 5;

    [Test]
    [Parallelizable(ParallelScope.All)]
    public async Task Run_WithTheStoreOnDisk_KeepsTheRules([Range(0, Runs - 1)] int run)
    {
        for (var seed = (run * SeedsInRun) + 1; seed <= (run + 1) * SeedsInRun; seed++)
        {
            using var folder = new TemporaryFolder();
            await using var store = new SqliteEventLog(new SqliteOptions(folder.Path) { Durability = Durability.Normal }, TimeProvider.System, Logger.None);
            await store.OpenAsync(CancellationToken.None);
            var world = new World(seed, store: new WaitingLog(store));

            Assert.That(world.Run(), Is.Empty, $"seed {seed}");
            await store.OpenAsync(CancellationToken.None);
            var state = await store.ReadStateAsync(CancellationToken.None);
            Assert.That(SystemDigest.Of(state.System), Is.EqualTo(SystemDigest.Of(world.Log.System)), $"seed {seed}");
            if (SystemDigest.IsTold(world.Core.Sequencer))
            {
                Assert.That(MarkDigest.Of(state), Is.EqualTo(MarkDigest.Of(world.Core.Sequencer)), $"seed {seed}");
            }
        }
    }
}
