using System.Globalization;
using Chat.Client.Store;
using Chat.Protocol.Frames;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Crashes;

/// <summary>
/// The real client is killed while it posts, again and again, and started again on the same data folder: what it has taken is in the room in the end, once, and in
/// its order. <c>CHAT_ROUNDS=200 dotnet test --filter ClientCrashTests</c> kills more often.
/// </summary>
[TestFixture]
public sealed class ClientCrashTests
{
    private const string Variable = "CHAT_ROUNDS";
    private const int Rounds = 30;
    private const int LinesAtOnce = 40;

    [Test]
    public async Task Kill_InTheMiddleOfPosting_LosesAndDoublesNothing()
    {
        await using var server = await RunningServer.StartAsync();
        using var data = new TemporaryFolder();
        await using var reader = await WireClient.EnterAsync(server.Endpoint, "reader");
        await reader.JoinAsync("#lobby");
#pragma warning disable RS0030 // A seed makes the choice of moments the same every time.
        var random = new Random(4);
#pragma warning restore RS0030
        var (taken, shown) = (0, 0);
        for (var round = 0; round < RoundsWanted(); round++)
        {
            using var client = new ClientProcess(server.Endpoint, data.Path, "writer");
            var typing = client.TypeAsync(Enumerable.Range(taken, LinesAtOnce).Select(Line));
            var moment = random.Next(0, LinesAtOnce / 2);
            await client.SeesAsync("<writer> line", moment);
            client.Kill();
            await typing;

            // What it showed is in the room; what it took is there or waits in its outbox. The next one is given what this one did not take.
            shown = taken + moment;
            var said = (await SaidAsync(reader)).Count;
            taken = Math.Max(said, Waiting(data.Path).Append(-1).Max() + 1);
            Assert.That(said, Is.GreaterThanOrEqualTo(moment));
        }

        using (var client = new ClientProcess(server.Endpoint, data.Path, "writer"))
        {
            await client.TypeAsync([Line(taken)]);
            Assert.That(await client.EndAsync(), Is.Zero);
        }

        Assert.That(await SaidAsync(reader), Is.EqualTo(Enumerable.Range(0, taken + 1).Select(Line)));
        Assert.That(Waiting(data.Path), Is.Empty);
        await TestContext.Out.WriteLineAsync($"{taken + 1} lines through {RoundsWanted()} crashes, {shown} of them shown");
    }

    private static string Line(int number) => string.Create(CultureInfo.InvariantCulture, $"line {number}.");

    private static async Task<List<string>> SaidAsync(WireClient reader)
    {
        var said = new List<PageEvent>();
        while (true)
        {
            var page = await reader.HistoryAsync("#lobby", 500, after: said.Count == 0 ? 0 : said[^1].Seq);
            said.AddRange(page.Events);
            if (!page.More)
            {
                return [.. said.Select(one => one.Text)];
            }
        }
    }

    /// <summary>The numbers of the lines in the outbox of a client that does not run.</summary>
    private static List<int> Waiting(string data)
    {
        var waiting = new List<int>();
        if (!File.Exists(Path.Combine(data, ClientStore.FileName)))
        {
            return waiting;
        }

        using var connection = ChatDatabase.Connect(Path.Combine(data, ClientStore.FileName));
        using var read = new Statement(connection, "SELECT text FROM outbox");
        while (read.Step())
        {
            waiting.Add(int.Parse(read.Text(0)["line ".Length..^1], CultureInfo.InvariantCulture));
        }

        return waiting;
    }

    private static int RoundsWanted() =>
        Environment.GetEnvironmentVariable(Variable) is { } rounds ? int.Parse(rounds, CultureInfo.InvariantCulture) : Rounds;
}
