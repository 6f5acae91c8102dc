using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Chat.Protocol;
using Chat.Server.Administration;
using Chat.Server.Log;
using Chat.Server.Log.Sqlite;
using NUnit.Framework;

namespace Chat.Tests.Administration;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
internal sealed partial class ImportTests : IDisposable
{
    private readonly StoreBench _source = new();
    private readonly StoreBench _bench = new();

    public void Dispose()
    {
        _source.Dispose();
        _bench.Dispose();
    }

    [Test]
    public async Task Run_IntoAnEmptyFolder_GivesTheSameExportAgain()
    {
        await _source.FillAsync();
        var exported = Export(_source);

        Assert.That(Import(exported), Is.EqualTo(CommandOutcome.Done));

        Assert.That(Comparable(Export(_bench)), Is.EqualTo(Comparable(exported)));
        Assert.That(new Check(_bench.Place).Run(CancellationToken.None), Is.EqualTo(CommandOutcome.Done), string.Join('\n', _bench.Printed));
        Assert.That(_bench.Told, Is.EqualTo(new[] { "imported 4 rooms with 13 events of 3 users; the server can be started" }));
        Assert.That((await _bench.IdentitiesAsync()).Skip(1), Has.Exactly(4).Items.And.None.AnyOf(_source.Lobby.Value, _source.Ideas.Value, _source.Pair.Value, _source.Notebook.Value));
    }

    [Test]
    public async Task Run_OfAPartThatRetentionHasLeft_KeepsSeqsAndTopic()
    {
        await _source.FillAsync();
        await using (var log = _source.Open())
        {
            await log.OpenAsync(CancellationToken.None);
            await StoreBench.AppendAsync(log, new LogBatch([
                new LogAppend(_source.Lobby, 9, [StoreBench.Event(10, StoreBench.Ann, "new"), StoreBench.Event(11, StoreBench.Ann, "newest"), StoreBench.Event(12, StoreBench.Ann, "edited", EventKind.Edit, 3)]),
            ]));
        }

        await using (var log = _source.Open(new RetentionPolicy(new RetentionRule(null, 2), [])))
        {
            await log.OpenAsync(CancellationToken.None);
            await log.TidyAsync(CancellationToken.None);
        }

        var exported = Export(_source);
        Assert.That(exported, Does.Contain("\"first\":11,\"head\":12").And.Contain("\"topic\":\"of all\""));

        Import(exported);

        Assert.That(Comparable(Export(_bench)), Is.EqualTo(Comparable(exported)));
        Assert.That(new Check(_bench.Place).Run(CancellationToken.None), Is.EqualTo(CommandOutcome.Done), string.Join('\n', _bench.Printed));
    }

    [Test]
    public async Task Run_OfARoomWithoutEvents_KeepsItsHead()
    {
        await _source.FillAsync();
        var exported = Export(_source, since: StoreBench.Start + 1_000_000);
        Assert.That(exported, Does.Contain("\"first\":10,\"head\":9"));

        Import(exported);

        Assert.That(Comparable(Export(_bench)).Split('\n')[1..], Is.EqualTo(Comparable(exported).Split('\n')[1..]));
        await using var log = _bench.Open();
        Assert.That((await log.OpenAsync(CancellationToken.None)).Logs.Select(bounds => (bounds.First, bounds.Head)), Has.Some.EqualTo((10, 9)));
    }

    [Test]
    public async Task Run_OfManyEvents_WritesThemInPortions()
    {
        await _source.FillAsync();
        await using (var log = _source.Open())
        {
            await log.OpenAsync(CancellationToken.None);
            await StoreBench.AppendAsync(log, new LogBatch([
                new LogAppend(_source.Lobby, 9, [.. Enumerable.Range(10, 1_500).Select(seq => StoreBench.Event(seq, StoreBench.Bob, $"event {seq} " + new string('ж', seq % 700)))]),
            ]));
        }

        var exported = Export(_source);

        Import(exported);

        Assert.That(Comparable(Export(_bench)), Is.EqualTo(Comparable(exported)));
    }

    [Test]
    public async Task Run_BesideOtherRooms_AddsToThemAndLeavesThem()
    {
        await _source.FillAsync();
        var exported = Export(_source).Replace("#lobby", "#hall", StringComparison.Ordinal).Replace("#ideas", "#notions", StringComparison.Ordinal);
        await _bench.FillAsync();
        var before = await _bench.ContentsAsync();

        Import(exported);

        var after = await _bench.ContentsAsync();
        Assert.That(before, Is.SubsetOf(after));
        Assert.That(after.Count(line => line.StartsWith("  ", StringComparison.Ordinal)), Is.EqualTo(26));
        Assert.That(_bench.Told, Has.Some.Contains("chat.db.before-import-"));
        var check = new Check(_bench.Place).Run(CancellationToken.None);
        Assert.That(check, Is.EqualTo(CommandOutcome.Done), string.Join('\n', _bench.Printed));

        await using var log = _bench.Open();
        await log.OpenAsync(CancellationToken.None);
        var state = (await log.ReadStateAsync(CancellationToken.None)).System;
        var hall = state.Rooms.Values.Single(room => room.Name == "#hall");
        Assert.That(hall.Members, Is.Empty);
        Assert.That(state.Users.Where(user => user.Key.Value > 3).Select(user => user.Value.IsForgotten), Is.EqualTo(new[] { true, true, true }));
        var read = new LogRead(hall.Log, 0, long.MaxValue, 1, 1, FromEnd: true);
        var last = (await log.ReadAsync(read, CancellationToken.None)).Events[0];
        Assert.That((await log.FindKeyAsync(new PostKey(last.Author, last.Key!.Value), CancellationToken.None))?.Seq, Is.EqualTo(9));
    }

    [Test]
    public async Task Run_OfARoomThatIsThere_Refuses()
    {
        await _source.FillAsync();
        await _bench.FillAsync();
        var before = _bench.Snapshots();

        Assert.That(
            () => Import(Export(_source)),
            Throws.TypeOf<CommandException>().With.Message.Match(@"line 2: there is a room #ideas already, and nothing is ever added to one; export the other rooms with --room; nothing is imported$"));
        Assert.That(_bench.Snapshots(), Is.EqualTo(before));
    }

    [Test]
    public async Task Run_FromStandardInput_Works()
    {
        await _source.FillAsync();
        _bench.Input = new MemoryStream(Encoding.UTF8.GetBytes(Export(_source).Replace("\n", "\r\n", StringComparison.Ordinal)));

        Assert.That(new Import(_bench.Place).Run("-", CancellationToken.None), Is.EqualTo(CommandOutcome.Done));
    }

    [Test]
    public async Task Run_BesideARunningServer_Refuses()
    {
        await _source.FillAsync();
        await using var log = _bench.Open();
        await log.OpenAsync(CancellationToken.None);

        Assert.That(() => Import(Export(_source)), Throws.TypeOf<StoreException>().With.Message.Contains("is in use by another chatd"));
    }

    [TestCase(1, "{\"format\":\"other\"}", "line 1: this is not an export of a chatd")]
    [TestCase(1, "{\"format\":\"chat-export\",\"version\":2}", "line 1: it was made by a newer chatd")]
    [TestCase(2, "no json", "line 2: it is no JSON (byte 2)")]
    [TestCase(2, "[1]", "line 2: it is no JSON object")]
    [TestCase(2, "", "line 2: it is no JSON (byte 1)")]
    [TestCase(2, "{\"type\":\"file\"}", "line 2: 'file' is no type of line that this chatd knows")]
    [TestCase(2, "{\"type\":1}", "line 2: 'type' is missing, or no text")]
    [TestCase(2, "{\"type\":\"room\",\"room\":\"lobby\",\"first\":1,\"head\":1}", "line 2: 'room' is not the name of a room")]
    [TestCase(2, "{\"type\":\"room\",\"room\":\"#r\",\"first\":3,\"head\":1}", "line 2: 'first' is behind the head")]
    [TestCase(2, "{\"type\":\"conversation\",\"users\":[1],\"first\":1,\"head\":1}", "line 2: 'users' is missing, or not two users")]
    [TestCase(2, "{\"type\":\"conversation\",\"users\":[1,2],\"first\":1,\"head\":1}", "line 2: there is no line for user 1 before it")]
    [TestCase(2, "{\"type\":\"end\",\"rooms\":5,\"events\":0}", "line 2: it counts other rooms or events than the 0 and 0 before it")]
    [TestCase(3, "{\"type\":\"user\",\"id\":0,\"nick\":\"x\",\"since\":\"2026-01-31T18:00:00.000Z\"}", "line 3: 'id' is missing, or no whole number from 1 on")]
    [TestCase(3, "{\"type\":\"user\",\"id\":3,\"nick\":\"\\u001b\",\"since\":\"2026-01-31T18:00:00.000Z\"}", "line 3: 'nick' is no nick")]
    [TestCase(3, "{\"type\":\"user\",\"id\":3,\"nick\":\"x\\ud800\",\"since\":\"2026-01-31T18:00:00.000Z\"}", "line 3: 'nick' is no valid text")]
    [TestCase(3, "{\"type\":\"user\",\"id\":3,\"nick\":\"x\",\"since\":\"today\"}", "line 3: 'since' is no time")]
    [TestCase(5, "", "line 5: it is no JSON")]
    public async Task Run_OfALineThatIsWrong_NamesItAndChangesNothing(int line, string text, string reason)
    {
        await _source.FillAsync();
        var lines = Export(_source).Split('\n');
        lines[line - 1] = text;

        AssertRefused(string.Join('\n', lines), reason);
    }

    [TestCase("seq", "7", "line 5: 'seq' has to be 2")]
    [TestCase("seq", "\"2\"", "line 5: 'seq' is missing, or no whole number from 1 on")]
    [TestCase("time", "\"2026-11-18T11:06:40.000Z\"", "line 5: 'time' is before that of the event before")]
    [TestCase("author", "77", "line 5: there is no line for user 77 before it")]
    [TestCase("nick", "\"a b\"", "line 5: 'nick' is no nick")]
    [TestCase("kind", "\"shout\"", "line 5: 'shout' is no kind of event")]
    [TestCase("kind", "\"edit\"", null)]
    [TestCase("kind", "\"delete\"", "line 5: a deletion has no text")]
    [TestCase("kind", "\"reaction\"", "line 5: 'text' is neither an emoji nor a :shortcode:")]
    [TestCase("text", "\"\"", "line 5: 'text' is empty")]
    [TestCase("text", "\"a\\u0007b\"", "line 5: 'text' has control characters")]
    [TestCase("text", "null", "line 5: 'text' is missing, or no text")]
    [TestCase("ref", "0", "line 5: 'ref' is missing, or no whole number from 1 on")]
    [TestCase("ref", "null", null)]
    [TestCase("key", "\"abc\"", "line 5: 'key' is not 32 hexadecimal digits")]
    [TestCase("log", "\"00000000000000000000000000000001\"", "line 5: the event is not of the room before it")]
    public async Task Run_OfAnEventThatIsWrong_NamesIt(string field, string value, string? reason)
    {
        await _source.FillAsync();
        var lines = Export(_source).Split('\n');
        var e = JsonNode.Parse(lines[4])!.AsObject();
        Assert.That((e["room"]!.GetValue<string>(), e["seq"]!.GetValue<int>()), Is.EqualTo(("#ideas", 2)));
        e[field] = JsonNode.Parse(value);
        lines[4] = e.ToJsonString();

        if (reason is not null)
        {
            AssertRefused(string.Join('\n', lines), reason);
        }
        else
        {
            Assert.That(Import(string.Join('\n', lines)), Is.EqualTo(CommandOutcome.Done));
        }
    }

    [Test]
    public async Task Run_OfACutFile_SaysSo()
    {
        await _source.FillAsync();
        var lines = Export(_source).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        AssertRefused(string.Join('\n', lines[..^1]), "the file has been cut: its last line is missing");
        AssertRefused(string.Join('\n', [.. lines[..^2], lines[^1]]), "the room before it ends at seq 0, not at its head, 1");
        AssertRefused(string.Join('\n', [.. lines, lines[1]]), "there is more after the last line");
        AssertRefused("", "the file has been cut");
    }

    [Test]
    public async Task Run_OfAKeyTwice_NamesTheLine()
    {
        await _source.FillAsync();
        var lines = Export(_source).Split('\n');
        lines[4] = Regex.Replace(lines[4], "\"key\":\"[0-9a-f]+\"", Regex.Match(lines[3], "\"key\":\"[0-9a-f]+\"").Value);

        AssertRefused(string.Join('\n', lines), "line 5: another post of its author has that key");
    }

    [Test]
    public void Run_OfALineWithoutEnd_IsRefusedAtItsBound()
    {
        AssertRefused(new string('x', 3 * LineReader.MaxLine), "line 1: the line is longer than 262144 bytes");
    }

    [Test]
    public async Task Run_InterruptedAtAnyStep_LeavesTheStoreAsItWas()
    {
        await _source.FillAsync();
        await _bench.FillAsync();
        var before = _bench.Snapshots();
        await File.WriteAllTextAsync(_bench["in"], Export(_source).Replace("#lobby", "#hall", StringComparison.Ordinal).Replace("#ideas", "#notions", StringComparison.Ordinal));
        _bench.Time.AutoAdvanceAmount = TimeSpan.FromSeconds(1);

        for (var steps = 1; ; steps++)
        {
            using var over = new CancellationTokenSource();
            await using var terminal = new CancellingWriter(steps, over);
            var place = _bench.Place with { Progress = new Progress(terminal, isTerminal: true, _bench.Time) };
            try
            {
                new Import(place).Run(_bench["in"], over.Token);
                Assert.That(steps, Is.GreaterThan(15), "it has been interrupted often enough");
                break;
            }
            catch (Exception interrupted) when (interrupted is OperationCanceledException or Microsoft.Data.Sqlite.SqliteException)
            {
                Assert.That(_bench.Snapshots(), Is.EqualTo(before));
            }
        }
    }

    private void AssertRefused(string export, string reason)
    {
        Assert.That(() => Import(export), Throws.TypeOf<CommandException>().With.Message.Contains(reason).And.Message.EndsWith("; nothing is imported").And.Property(nameof(CommandException.IsDamage)).True);
        Assert.That(_bench.Snapshots(), Is.Empty);
    }

    private CommandOutcome Import(string export)
    {
        File.WriteAllText(_bench["in"], export);
        return new Import(_bench.Place).Run(_bench["in"], CancellationToken.None);
    }

    private static string Export(StoreBench bench, long? since = null)
    {
        var to = bench["out"];
        new Export(bench.Place).Run(new ExportChoice([], HasConversations: true, since), to, replaces: true, CancellationToken.None);
        return File.ReadAllText(to);
    }

    /// <summary>Identities of logs are new, and users have other numbers.</summary>
    private static string Comparable(string export) => Numbers().Replace(export, "");

    [GeneratedRegex("""
        "log":"[0-9a-f]{32}",|"(id|author)":\d+,|"users":\[\d+,\d+\],
        """)]
    private static partial Regex Numbers();
}
