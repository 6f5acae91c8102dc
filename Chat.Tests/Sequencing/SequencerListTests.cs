using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>Lists come page by page: everything once, and no page larger than a frame.</summary>
[TestFixture]
internal sealed class SequencerListTests
{
    private const int Many = 900;

    private static readonly string Wide = string.Concat(Enumerable.Repeat("\U0001D7CE", 40));

    [Test]
    public void Rooms_InPages_GivesEachOnceInTheOrderOfNames()
    {
        var bench = new TurnBench();
        var ann = bench.Enter("ann");
        for (var i = 0; i < Many; i++)
        {
            bench.Do(bench.Join(ann, $"#{i}{Wide}"), bench.Post(ann, $"#{i}{Wide}", new string('t', Limits.MaxTopic), EventKind.Topic));
        }

        var found = new List<string>();
        for (var more = true; more;)
        {
            var page = bench.Ask<RoomListFrame>(bench.Rooms(ann, after: found.LastOrDefault()));
            Assert.That(FrameCodec.Encode(page), Has.Length.LessThanOrEqualTo(Limits.MaxFrame + 4));
            Assert.That(page.Rooms, Is.Not.Empty);
            found.AddRange(page.Rooms.Select(room => room.Room));
            more = page.More;
        }

        Assert.That(found, Is.Unique.And.Exactly(Many).Items);
    }

    [Test]
    public void Mine_InPages_GoesOnWhereWelcomeEnds()
    {
        var bench = new TurnBench();
        var ann = bench.Enter("ann");
        for (var i = 0; i < Many; i++)
        {
            bench.Do(bench.Join(ann, $"#{i}{Wide}"));
        }

        bench.Do(bench.Post(ann, "@ann"));
        var back = bench.Enter(null, ann.Secret);
        Assert.That(FrameCodec.Encode(back.Welcome), Has.Length.LessThanOrEqualTo(Limits.MaxFrame / 2));
        var found = back.Welcome.Rooms.Select(room => room.Room).ToList();
        for (var more = back.Welcome.More; more;)
        {
            var page = bench.Ask<MineListFrame>(bench.Mine(back, found[^1]));
            Assert.That(FrameCodec.Encode(page), Has.Length.LessThanOrEqualTo(Limits.MaxFrame + 4));
            found.AddRange(page.Rooms.Select(room => room.Room));
            more = page.More;
        }

        Assert.That(found, Is.Unique.And.Exactly(Many + 1).Items);
        Assert.That(found, Does.Contain("@ann"));
    }

    [Test]
    public void Members_InPages_GivesEachOnce()
    {
        var bench = new TurnBench();
        for (var i = 0; i < Many; i++)
        {
            bench.Do(bench.Join(bench.Enter($"{i}{Wide[..56]}"), "#a"));
        }

        var ann = bench.Enter("ann");
        bench.Do(bench.Join(ann, "#a"));
        var found = new List<string>();
        for (var more = true; more;)
        {
            var page = bench.Ask<MemberListFrame>(bench.Members(ann, "#a", found.LastOrDefault()));
            Assert.That(FrameCodec.Encode(page), Has.Length.LessThanOrEqualTo(Limits.MaxFrame + 4));
            found.AddRange(page.Members.Select(member => member.Nick));
            more = page.More;
        }

        Assert.That(found, Is.Unique.And.Exactly(Many + 1).Items);
    }

    [Test]
    public void Rooms_WithAPattern_GivesThoseThatFit()
    {
        var bench = new TurnBench();
        var ann = bench.Enter("ann");
        bench.Do(bench.Join(ann, "#Alpha"), bench.Join(ann, "#beta"), bench.Join(ann, "#alps"));

        Assert.That(
            bench.Ask<RoomListFrame>(bench.Rooms(ann, "#AL*")).Rooms.Select(room => room.Room), Is.EqualTo(new[] { "#Alpha", "#alps" }));
    }
}
