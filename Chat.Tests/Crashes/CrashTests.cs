using System.Globalization;
using Chat.Protocol.Frames;
using Chat.Tests.History;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Crashes;

/// <summary>
/// The real server is killed in the middle of it all, again and again, and started again; the history of all that its clients did and saw must be one that
/// a server without crashes could have given. <c>CHAT_ROUNDS=200 dotnet test --filter CrashTests</c> kills more often.
/// </summary>
[TestFixture]
public sealed class CrashTests
{
    private const string Variable = "CHAT_ROUNDS";
    private const int Rounds = 15;
    private const int Clients = 4;

    private static readonly string[] Rooms = ["#one", "#two"];

    /// <summary>The end of a process takes nothing that was acknowledged, with either durability.</summary>
    [TestCase("full")]
    [TestCase("normal")]
    [Parallelizable(ParallelScope.All)]
    public async Task Kill_InTheMiddleOfItAll_LosesAndDoublesNothing(string durability)
    {
        using var server = new MortalServer("--durability", durability);
        await server.StartAsync();
        var (random, history) = (new Random(durability.Length), new HistoryRecorder());
        using var answers = new SemaphoreSlim(0);
        using var enough = new CancellationTokenSource();
        var clients = Enumerable.Range(1, Clients).Select(i => new RestlessClient($"guest{i}", Rooms, server, history, i, () => answers.Release())).ToArray();
        var talking = Task.WhenAll(clients.Select(client => Task.Run(() => client.TalkAsync(enough.Token))));
        for (var round = 0; round < RoundsWanted(); round++)
        {
            for (var left = random.Next(1, 150); left > 0; left--)
            {
                await Task.WhenAny(answers.WaitAsync(), talking);
            }

            Assert.That(talking.IsFaulted, Is.False, talking.Exception?.ToString());
            server.Kill();
            history.Restarted();
            await server.StartAsync();
        }

        await enough.CancelAsync();
        await talking;
        history.Calmed();
        var logs = await ReadAsync(server);
        await Task.WhenAll(clients.Select(client => client.CatchUpAsync(logs.ToDictionary(log => log.Room, log => log.Head))));
        Assert.That(HistoryChecker.Check(history.Finish(logs)), Is.Empty);
        await TestContext.Out.WriteLineAsync($"{logs.Sum(log => log.Head)} events through {RoundsWanted()} crashes");
    }

    private static async Task<List<FinalLog>> ReadAsync(MortalServer server)
    {
        var logs = new List<FinalLog>();
        await using var reader = await WireClient.EnterAsync(await server.EndpointAsync(), "reader");
        foreach (var room in Rooms)
        {
            var joined = await reader.JoinAsync(room);
            var events = new List<PageEvent>();
            while (events.Count == 0 || events[^1].Seq < joined.Head)
            {
                events.AddRange((await reader.HistoryAsync(room, 500, after: events.Count == 0 ? 0 : events[^1].Seq)).Events);
            }

            logs.Add(new FinalLog(room, joined.Log, joined.First, events));
        }

        return logs;
    }

    private static int RoundsWanted() =>
        Environment.GetEnvironmentVariable(Variable) is { } rounds ? int.Parse(rounds, CultureInfo.InvariantCulture) : Rounds;
}
