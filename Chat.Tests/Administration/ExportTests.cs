using System.Text;
using System.Text.Json;
using Chat.Protocol.Names;
using Chat.Server.Administration;
using Chat.Server.Log;
using Chat.Server.Log.Sqlite;
using NUnit.Framework;

namespace Chat.Tests.Administration;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
internal sealed class ExportTests : IDisposable
{
    private readonly StoreBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task Run_ByDefault_WritesRoomsAndNoConversations()
    {
        await _bench.FillAsync();

        var lines = Run();

        Assert.That(lines.Select(line => line.RootElement).Select(TypeOf), Is.EqualTo(new[]
        {
            "header", "room", "user", "event", "event", "room", "user", "event", "user", "event", "event", "event", "event", "event", "event", "event", "event", "end",
        }));
        Assert.That(lines[0].RootElement.ToString(), Is.EqualTo("""{"format":"chat-export","version":1,"time":"2026-11-19T11:06:40.000Z","direct":false}"""));
        Assert.That(lines[1].RootElement.ToString(), Is.EqualTo(
            $$"""{"type":"room","room":"#ideas","log":"{{_bench.Ideas}}","first":1,"head":2,"time":"2026-11-18T11:06:42.002Z"}"""));
        Assert.That(lines[2].RootElement.ToString(), Is.EqualTo("""{"type":"user","id":3,"nick":"zoë","since":"2026-11-18T11:06:40.000Z"}"""));
        Assert.That(lines[3].RootElement.ToString(), Does.Match(
            $$"""^{"type":"event","room":"#ideas","log":"{{_bench.Ideas}}","seq":1,"time":"2026-11-18T11:06:41.001Z","author":3,"nick":"зоя","kind":"action","text":"думает","key":"[0-9a-f]{32}"}$"""));
        Assert.That(lines[^1].RootElement.ToString(), Is.EqualTo("""{"type":"end","rooms":2,"events":11}"""));
    }

    [Test]
    public async Task Run_OfEditsAndDeletions_ShowsThemAsHistoryDoes()
    {
        await _bench.FillAsync();

        var events = Run("#LOBBY").Select(line => line.RootElement).Where(line => TypeOf(line) == "event")
            .Select(e => $"{e.GetProperty("seq")} {e.GetProperty("kind")} {e.GetProperty("text")} {(e.TryGetProperty("ref", out var about) ? about : null)}");

        Assert.That(events, Is.EqualTo(new[]
        {
            "1 text hello ", "2 text привет, мир \U0001F600\nsecond line ", "3 text corrected ", "4 edit corrected 3", "5 reaction \U0001F44D 1",
            "6 delete  6", "7 edit  6", "8 delete  6", "9 topic of all ",
        }));
    }

    [Test]
    public async Task Run_WithDirect_WritesConversations()
    {
        await _bench.FillAsync();

        var lines = Run(hasConversations: true).Select(line => line.RootElement).ToArray();

        Assert.That(lines[0].GetProperty("direct").GetBoolean(), Is.True);
        Assert.That(lines.Where(line => TypeOf(line) == "conversation").Select(line => $"{line.GetProperty("room")} {line.GetProperty("users")}"), Is.EqualTo(new[] { "@ann,@bob [1,2]", "@zoë [3,3]" }));
        Assert.That(lines.Where(line => TypeOf(line) == "event").Select(line => line.GetProperty("text").GetString()), Has.Some.EqualTo("psst").And.Some.EqualTo("note to self"));
        Assert.That(lines.Where(line => TypeOf(line) == "user").Select(line => line.GetProperty("id").GetInt64()), Is.Unique);
    }

    [TestCase(1_001, 1)]
    [TestCase(1_002, 2)]
    [TestCase(5_005, 5)]
    [TestCase(9_009, 9)]
    [TestCase(9_010, 10)]
    public async Task Run_Since_BeginsAtTheFirstThatIsNotOlder(long offset, long first)
    {
        await _bench.FillAsync();

        var lines = Run(StoreBench.Start + offset, "#lobby").Select(line => line.RootElement).ToArray();

        Assert.That(lines.Single(line => TypeOf(line) == "room").GetProperty("first").GetInt64(), Is.EqualTo(first));
        Assert.That(lines.Where(line => TypeOf(line) == "event").Select(line => line.GetProperty("seq").GetInt64()), Is.EqualTo(Enumerable.Range((int)first, (int)(10 - first))));
    }

    [Test]
    public async Task Run_AfterRetention_WritesWhatIsKept()
    {
        await _bench.FillAsync();
        await using (var log = _bench.Open(new RetentionPolicy(new RetentionRule(null, 2), [])))
        {
            await log.OpenAsync(CancellationToken.None);
            await log.TidyAsync(CancellationToken.None);
        }

        var lines = Run("#lobby").Select(line => line.RootElement).ToArray();

        Assert.That(lines.Where(line => TypeOf(line) == "event").Select(line => line.GetProperty("seq").GetInt64()), Is.EqualTo(new[] { 8, 9 }));
    }

    [Test]
    public async Task Run_BesideARunningStore_SeesOneMoment()
    {
        await _bench.FillAsync();
        await using var log = _bench.Open();
        await log.OpenAsync(CancellationToken.None);
        await StoreBench.AppendAsync(log, new LogBatch([new LogAppend(_bench.Lobby, 9, [StoreBench.Event(10, StoreBench.Ann, "live")])]));

        Assert.That(Run("#lobby").Select(line => line.RootElement).Count(line => TypeOf(line) == "event"), Is.EqualTo(10));
    }

    [Test]
    public async Task Run_OfTextThatATerminalWouldActOn_WritesEscapes()
    {
        await _bench.FillAsync();
        await using (var log = _bench.Open())
        {
            await log.OpenAsync(CancellationToken.None);
            await StoreBench.AppendAsync(log, new LogBatch([new LogAppend(_bench.Lobby, 9, [StoreBench.Event(10, StoreBench.Ann, "a\u202Eb\u2028c\tä<\"\\")])]));
        }

        Run("#lobby");

        Assert.That(Text(), Does.Contain("""
            "text":"a\u202eb\u2028c\tä<\"\\"
            """));
    }

    [Test]
    public async Task Run_IntoAFile_MakesItWhole()
    {
        await _bench.FillAsync();
        var target = _bench["out.jsonl"];
        var choice = new ExportChoice([], false, null);

        Assert.That(new Export(_bench.Place).Run(choice, target, replaces: false, CancellationToken.None), Is.EqualTo(CommandOutcome.Done));
        Run();
        Assert.That(await File.ReadAllTextAsync(target), Is.EqualTo(Text()));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(target)!), Has.Length.EqualTo(1));
        Assert.That(() => new Export(_bench.Place).Run(choice, target, replaces: false, CancellationToken.None), Throws.TypeOf<CommandException>());
        Assert.That(() => new Export(_bench.Place).Run(choice, target, replaces: true, CancellationToken.None), Throws.Nothing);
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(target), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Test]
    public async Task Run_OfADamagedBlock_SaysSoAndLeavesNoFile()
    {
        await _bench.FillAsync();
        _bench.Sql("UPDATE blocks SET data = substr(data, 1, 4) || x'92' || substr(data, 6) WHERE id = 1");

        Assert.That(
            () => new Export(_bench.Place).Run(new ExportChoice([], false, null), _bench["out"], replaces: false, CancellationToken.None),
            Throws.TypeOf<InvalidDataException>());
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(_bench["out"])!), Is.Empty);
    }

    [Test]
    public async Task Run_Cancelled_LeavesNoFile()
    {
        await _bench.FillAsync();
        using var over = new CancellationTokenSource();
        await over.CancelAsync();

        Assert.That(
            () => new Export(_bench.Place).Run(new ExportChoice([], false, null), _bench["out"], replaces: false, over.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(_bench["out"])!), Is.Empty);
    }

    [Test]
    public async Task Run_OfARoomThatIsNotThere_SaysSo()
    {
        await _bench.FillAsync();

        Assert.That(() => Run("#none"), Throws.TypeOf<CommandException>().With.Message.EqualTo("--room: there is no room #none"));
        Assert.That(Text(), Is.Empty);
    }

    [TestCase("2026-01-31", 1_769_817_600_000)]
    [TestCase("2026-01-31T18:00:00Z", 1_769_882_400_000)]
    [TestCase("2026-01-31T18:00", 1_769_882_400_000)]
    [TestCase("2026-01-31T18:00:00.001+01:00", 1_769_878_800_001)]
    public void Parse_OfATime_TakesIsoForms(string text, long expected)
    {
        Assert.That(ExportChoice.Parse([], false, text).Since, Is.EqualTo(expected));
    }

    [TestCase("yesterday", null)]
    [TestCase("31.01.2026", null)]
    [TestCase(null, "lobby")]
    [TestCase(null, "#")]
    public void Parse_OfWhatItIsNot_IsMisuse(string? since, string? room)
    {
        Assert.That(() => ExportChoice.Parse(room is null ? [] : [room], false, since), Throws.TypeOf<CommandException>().With.Property(nameof(CommandException.IsMisuse)).True);
    }

    private JsonDocument[] Run(params string[] rooms) => Run(rooms, false, null);

    private JsonDocument[] Run(bool hasConversations) => Run([], hasConversations, null);

    private JsonDocument[] Run(long since, string room) => Run([room], false, since);

    private JsonDocument[] Run(string[] rooms, bool hasConversations, long? since)
    {
        var names = rooms.Select(room => RoomName.TryParse(room, out var name) ? name : throw new ArgumentException(room));
        new Export(_bench.Place).Run(new ExportChoice([.. names], hasConversations, since), null, replaces: false, CancellationToken.None);
        return [.. Text().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line))];
    }

    private string Text() => Encoding.UTF8.GetString(_bench.Bytes.ToArray());

    private static string TypeOf(JsonElement line) => line.TryGetProperty("type", out var type) ? type.GetString()! : "header";
}
