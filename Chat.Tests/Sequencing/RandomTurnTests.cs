using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using Chat.Server.Sequencing.Commands;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>Random groups, some committed, some taken back and some carried.</summary>
[TestFixture]
internal sealed class RandomTurnTests
{
    private static readonly string[] Rooms = ["#a", "#b", "#c", "@ann", "@ben", "@eve", "@ann2"];
    private static readonly string[] Nicks = ["ann", "ben", "eve", "Ann", "BEN", "ann2"];

    private static readonly string[] Actions = ["kick", "ban", "unban", "mute", "unmute", "moderator", "member", "owner", "invite"];

    [Test]
    public async Task Undo_OfRandomGroups_LeavesNoTrace([Range(1, 25)] int seed)
    {
        await using var log = new RecordingLog();
        var bench = new TurnBench(seed, log);
        var sessions = new List<Subscriber>();
        var secrets = new List<Guid>();
        var codes = new List<string>();
        for (var i = 0; i < 250; i++)
        {
            var connected = sessions.Count;
            var commands = Enumerable.Range(0, bench.Random.Next(1, 7)).Select(_ => Next(bench, sessions, secrets, codes)).ToArray();
            bench.Now += bench.Random.Next(20) == 0 ? 400_000 : 100;
            var group = bench.Sequencer.Begin(bench.Now, bench.Floor);
            var before = StateDigest.Of(bench.Sequencer);
            foreach (var command in commands)
            {
                bench.Sequencer.Apply(command, group);
            }

            if (bench.Random.Next(2) == 0)
            {
                bench.Sequencer.Undo(group);
                Assert.That(StateDigest.Of(bench.Sequencer), Is.EqualTo(before));
                sessions.RemoveRange(connected, sessions.Count - connected); // They have never come in.
                continue;
            }

            if (!group.IsPromised && bench.Random.Next(3) == 0)
            {
                bench.Sequencer.Carry(group);
                group.Close();
            }
            else
            {
                bench.Commit(group);
            }

            codes.AddRange(group.Outputs.Select(output => output.Frame).OfType<LinkCodeFrame>().Select(link => link.Code));
            if (bench.Random.Next(10) == 0)
            {
                bench.Keep();
            }

            secrets.AddRange(group.Outputs.Select(output => output.Frame).OfType<WelcomeFrame>().Select(welcome => welcome.Session));
        }

        bench.Do();
        Assert.That(bench.Keep(), Is.Not.Null);
        Assert.That(MarkDigest.Of(await log.ReadStateAsync(CancellationToken.None)), Is.EqualTo(MarkDigest.Of(bench.Sequencer)));
        Assert.That(SystemDigest.Of(log.State), Is.EqualTo(SystemDigest.Of(bench.Sequencer)), "The store has been told of all that stayed.");
        Assert.That(log.Recorded, Is.Not.Empty);
    }

    private static Command Next(TurnBench bench, List<Subscriber> sessions, List<Guid> secrets, List<string> codes)
    {
        var random = bench.Random;
        if (sessions.Count < 3 || random.Next(8) == 0)
        {
            sessions.Add(bench.Connect());
            if (random.Next(3) == 0)
            {
                var code = codes.Count > 0 && random.Next(3) == 0 ? codes[random.Next(codes.Count)] : null;
                return bench.EnterOf(sessions[^1], Nicks[random.Next(Nicks.Length)], TurnBench.DeviceOf(random.Next(1, 8)), code);
            }

            Guid? resume = secrets.Count > 0 && random.Next(2) == 0 ? secrets[random.Next(secrets.Count)] : null;
            return bench.EnterOf(sessions[^1], Nicks[random.Next(Nicks.Length)], resume);
        }

        var from = sessions[random.Next(sessions.Count)];
        var room = Rooms[random.Next(Rooms.Length)];
        var nick = Nicks[random.Next(Nicks.Length)];
        return random.Next(20) switch
        {
            0 => TurnBench.Exit(from),
            1 => bench.Join(from, room, random.Next(2) == 0 ? 0 : null),
            2 => bench.Leave(from, room),
            3 => bench.Rename(from, nick),
            4 => bench.Away(from, random.Next(2) == 0 ? null : "away"),
            5 => bench.Block(from, nick, random.Next(2) == 0),
            6 => bench.Post(from, room, "x", EventKind.Topic),
            7 => bench.Post(from, room, random.Next(2) == 0 ? "x" : $"@{nick}", (EventKind)random.Next(3, 7), random.Next(1, 5)),
            9 => bench.Link(from),
            10 => bench.Unlink(from, random.Next(1, 8)),
            11 when random.Next(4) == 0 => new ReleaseCommand(TurnBench.NickOf(nick), random.Next(2) == 0),
            12 when random.Next(2) == 0 => new SetOperatorCommand(TurnBench.NickOf(nick), random.Next(2) == 0),
            13 => bench.Read(from, room, random.Next(8)),
            14 => bench.Post(from, room, $"@{nick} and @{Nicks[random.Next(Nicks.Length)]}"),
            8 => bench.Post(from, room) with { Delay = random.Next(3) == 0 ? 50 : null },
            >= 15 and < 18 => bench.Moderate(from, random.Next(6) == 0 ? null : room, Actions[random.Next(Actions.Length)], nick, random.Next(300), "why"),
            18 => bench.Moderate(from, room, random.Next(2) == 0 ? "private" : "public"),
            _ => bench.Post(from, room),
        };
    }
}
