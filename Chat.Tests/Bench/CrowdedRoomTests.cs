using Chat.Bench.Micro;
using Chat.Server.Delivery;
using NUnit.Framework;

namespace Chat.Tests.Bench;

[TestFixture]
public sealed class CrowdedRoomTests
{
    [Test]
    public async Task Encode_OfTwoPostsInATurn_GivesOneBlockAndTheAnswersTogether()
    {
        await using var room = new CrowdedRoom(20, 64);

        var instructions = room.Encode(room.Turn(room.Post(), room.Post()));

        Assert.That(instructions.Single(instruction => instruction.Kind == InstructionKind.Answer).Answers, Is.EqualTo(2));
        Assert.That(instructions.Single(instruction => instruction.Kind == InstructionKind.Events).Details!.Block!.Count, Is.EqualTo(2));
    }
}
