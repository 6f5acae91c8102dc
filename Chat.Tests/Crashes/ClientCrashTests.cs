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
    private const int LinesAtOnce = 40;

    /// <summary>A guest is known again by his session, the owner of a device key by the key.</summary>
    [TestCase(true, 30)]
    [TestCase(false, 10)]
    public async Task Kill_InTheMiddleOfPosting_LosesAndDoublesNothing(bool isGuest, int rounds)
    {
        string[] options = isGuest ? ["--guest"] : [];
        rounds = RoundsWanted() ?? rounds;
        await using var server = await RunningServer.StartAsync();
        using var data = new TemporaryFolder();
        await using var reader = await WireClient.EnterAsync(server.Endpoint, "reader");
        await reader.JoinAsync("#lobby");
#pragma warning disable RS0030 // A seed makes the choice of moments the same every time.
        var random = new Random(4);
#pragma warning restore RS0030
        var (taken, shown, waited) = (0, 0, 0);
        for (var round = 0; round < rounds; round++)
        {
            using var client = new ClientProcess(server.Endpoint, data.Path, "writer", options);
            var typing = client.TypeAsync(Enumerable.Range(taken, LinesAtOnce).Select(Line));
            var moment = random.Next(0, LinesAtOnce / 2);
            await client.SeesAsync("<writer> line", moment);
            client.Kill();
            await typing;

            // What it showed is in the room; what it took is there or waits in its outbox. The next one is given what this one did not take.
            shown = taken + moment;
            var said = (await SaidAsync(reader)).Count;
            var waiting = Waiting(data.Path);
            waited += waiting.Count;
            taken = Math.Max(said, waiting.Append(-1).Max() + 1);
            Assert.That(said, Is.GreaterThanOrEqualTo(moment));
        }

        using (var client = new ClientProcess(server.Endpoint, data.Path, "writer", options))
        {
            await client.TypeAsync([Line(taken)]);
            Assert.That(await client.EndAsync(), Is.Zero);
        }

        Assert.That(await SaidAsync(reader), Is.EqualTo(Enumerable.Range(0, taken + 1).Select(Line)));
        Assert.That(Waiting(data.Path), Is.Empty);
        await TestContext.Out.WriteLineAsync($"{taken + 1} lines through {rounds} crashes, {shown} shown before, {waited} found in the outbox");
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
        foreach (var file in Directory.EnumerateFiles(data, ClientStore.FileName, SearchOption.AllDirectories))
        {
            using var connection = ChatDatabase.Connect(file);
            using var read = new Statement(connection, "SELECT text FROM outbox");
            while (read.Step())
            {
                waiting.Add(int.Parse(read.Text(0)["line ".Length..^1], CultureInfo.InvariantCulture));
            }
        }

        return waiting;
    }

    private static int? RoundsWanted() =>
        Environment.GetEnvironmentVariable(Variable) is { } rounds ? int.Parse(rounds, CultureInfo.InvariantCulture) : null;
}
