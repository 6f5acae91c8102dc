using Chat.Server.Delivery;
using NUnit.Framework;

namespace Chat.Tests.Delivery;

[TestFixture]
public sealed class DeliveryCostTests
{
    /// <summary>What a message allocates is its own block and list, whoever is there to read it.</summary>
    [Test]
    [NonParallelizable]
    public async Task Publish_ToAThousand_AllocatesNoMoreThanToTen()
    {
        var few = await BytesOfAsync(members: 10);
        var many = await BytesOfAsync(members: 1_000);

        Assert.That(many, Is.EqualTo(few));
    }

    private static async Task<long> BytesOfAsync(int members)
    {
        await using var bench = new LaneBench();
        var room = bench.NewRoom();
        for (var i = 0; i < members; i++)
        {
            bench.Deliver(room.Follow(bench.Lanes.Attach(new SessionId(1 + i), new NullOutlet()), 0));
        }

        for (var i = 0; i < 100; i++)
        {
            room.Say("so that everything is as large as it has to be");
        }

        var groups = Enumerable.Range(0, 50).Select(i => new List<Instruction> { Instruction.Events(room.Feed, room.Commit($"message {i:D3}")) }).ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var group in groups)
        {
            bench.Lanes.Deliver(group);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
