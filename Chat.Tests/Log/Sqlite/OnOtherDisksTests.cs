using System.Globalization;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;
using Chat.Server.Log.Sqlite;
using Chat.Tests.Hosting;
using Chat.Tests.Support;
using NUnit.Framework;
using Serilog.Core;

namespace Chat.Tests.Log.Sqlite;

/// <summary>
/// Parts of <c>Chat.Tests/Scripts/power-loss.sh</c>, which gives them file systems of their own that it takes the power from or fills: folders and files are named by the
/// environment.
/// </summary>
[TestFixture]
[Explicit("Chat.Tests/Scripts/power-loss.sh runs these.")]
internal sealed class OnOtherDisksTests
{
    private const int Rooms = 3;

    private static readonly UserId Ann = new(1);

    /// <summary>Appends groups, and notes each that is acknowledged on another disk, until the disk is gone.</summary>
    [Test]
    public async Task PowerLoss_Write()
    {
        var isUnsynced = Setting("STORE_SYNC") == "off";
        var seams = new SqliteSeams { Opened = connection => Database.Execute(connection, isUnsynced ? "PRAGMA synchronous = OFF" : "PRAGMA synchronous") };
        await using var store = new SqliteEventLog(new SqliteOptions(Setting("STORE_FOLDER")) { Seams = seams }, TimeProvider.System, Logger.None);
        var heads = (await store.OpenAsync(CancellationToken.None)).Logs.ToDictionary(static log => log.Log, static log => log.Head);
        await using var acknowledged = new StreamWriter(Setting("STORE_ACKNOWLEDGED"), append: true) { AutoFlush = true };
        for (var number = heads.Values.Sum() + 1; ; number++)
        {
            // Every group is in several rooms, and of a length of its own.
            var appends = new List<LogAppend>();
            for (var room = 1; room <= Rooms; room++)
            {
                var log = Room(room);
                var head = heads.GetValueOrDefault(log);
                appends.Add(new LogAppend(log, head, [Said(head + 1, number, room)]));
                heads[log] = head + 1;
            }

            AppendResult result;
            try
            {
                result = await store.AppendAsync(new LogBatch(appends), CancellationToken.None);
            }
            catch (Exception failed)
            {
                Assert.Pass($"The disk is gone: {failed.Message}");
                return;
            }

            if (result.Outcome != AppendOutcome.Committed)
            {
                Assert.Pass($"The disk is gone: {result.Outcome}");
            }

            await acknowledged.WriteLineAsync(string.Join(' ', appends.Select(static append => append.ExpectedHead + 1).Append(number)));
        }
    }

    /// <summary>Looks for everything that was acknowledged, and for groups of which only a part is there.</summary>
    [Test]
    public async Task PowerLoss_Check()
    {
        await using var store = new SqliteEventLog(new SqliteOptions(Setting("STORE_FOLDER")), TimeProvider.System, Logger.None);
        var opened = await store.OpenAsync(CancellationToken.None);
        Assert.That(opened.Logs.Select(static log => log.Head).Distinct().Count(), Is.LessThanOrEqualTo(1), "A group is there as a whole or not at all.");
        var (lost, count, lines) = (new List<string>(), 0, 0);
        foreach (var line in await File.ReadAllLinesAsync(Setting("STORE_ACKNOWLEDGED")))
        {
            lines++;
            var numbers = line.Split(' ').Select(static number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            if (numbers.Length != Rooms + 1)
            {
                continue; // The last line of a writer that was killed.
            }

            for (var room = 1; room <= Rooms; room++, count++)
            {
                var wanted = Said(numbers[room - 1], numbers[^1], room);
                var found = await store.ReadAsync(new LogRead(Room(room), wanted.Seq - 1, wanted.Seq + 1, 1, int.MaxValue, FromEnd: false), CancellationToken.None);
                var key = await store.FindKeyAsync(new PostKey(Ann, wanted.Key!.Value), CancellationToken.None);
                if (!found.Events.SequenceEqual([wanted]) || key?.Seq != wanted.Seq)
                {
                    lost.Add($"group {lines}: room {room} at {wanted.Seq}, found {found.Events.Count}, key at {key?.Seq}");
                }
            }
        }

        Assert.That(lost, Is.Empty, $"Of {count} acknowledged events, in {lines} groups.");
        Assert.Pass($"All {count} acknowledged events are there.");
    }

    /// <summary>The real program, whose data folder is on a disk that becomes full: the temporary folder has to be on it.</summary>
    [Test]
    public async Task FullDisk_RefusesPostsGivesHistoryAndRecovers()
    {
        var ballast = Path.Combine(Path.GetTempPath(), "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[2 * 1024 * 1024]);
        using var server = new ChatdProcess("--listen", "127.0.0.1", "--port", "0", "--rate-limit", "off", "--name", "full");
        await using var alice = await WireClient.EnterAsync(await server.ReadyAsync(), "alice");
        await alice.JoinAsync("#lobby");
        var (stored, text, refusals) = (0, new string('x', 8_000), new List<ErrorFrame>());
        var key = Guid.NewGuid();
        while (refusals.Count == 0)
        {
            key = Guid.NewGuid();
            if (await PostAsync(alice, text, key) is { } refusal)
            {
                refusals.Add(refusal);
            }
            else
            {
                stored++;
            }
        }

        for (var again = 0; again < 20; again++)
        {
            Assert.That((await alice.HistoryAsync("#lobby", 50)).Events[^1].Seq, Is.EqualTo(stored));
            if (await PostAsync(alice, text, key) is { } refusal)
            {
                refusals.Add(refusal);
                continue;
            }

            (key, stored) = (Guid.NewGuid(), stored + 1); // A checkpoint has made some room.
        }

        Assert.That(refusals.Select(static refusal => refusal.Code), Has.All.EqualTo(ErrorCodes.StorageFull));
        Assert.That(refusals.Select(static refusal => refusal.RetryMs), Has.All.Not.Null);

        File.Delete(ballast);
        Assert.That((await alice.PostAsync("#lobby", text, key: key)).Seq, Is.EqualTo(stored + 1));
        Assert.That((await alice.PostAsync("#lobby", "room again")).Seq, Is.EqualTo(stored + 2));
        await server.SignalAsync("TERM");
        Assert.That(await server.ExitAsync(), Is.Zero);
    }

    private static async Task<ErrorFrame?> PostAsync(WireClient client, string text, Guid key) =>
        await client.AskAsync(id => new PostFrame(id, key, "#lobby", EventKind.Text, text)) as ErrorFrame;

    private static LogId Room(int number) => new(new Guid(number, 0, 0, new byte[8]));

    private static LogEvent Said(long seq, long number, int room) => new()
    {
        Seq = seq,
        Time = number,
        Author = Ann,
        Nick = "ann",
        Kind = EventKind.Text,
        Text = $"{number} {new string('x', (int)(number * room % 2_000))}",
        Key = new Guid((int)number, (short)room, 0, new byte[8]),
    };

    private static string Setting(string name) => Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set.");
}
