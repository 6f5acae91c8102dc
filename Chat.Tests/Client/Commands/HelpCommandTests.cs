using NUnit.Framework;

namespace Chat.Tests.Client.Commands;

[TestFixture]
[CancelAfter(20_000)]
public sealed class HelpCommandTests
{
    private FakeChat _chat = null!;

    [SetUp]
    public async Task SetUpAsync() => _chat = await FakeChat.StartAsync();

    [TearDown]
    public async Task TearDownAsync() => await _chat.DisposeAsync();

    [Test]
    public async Task Help_NamesEveryCommand_AndTeachesEachByExample()
    {
        await _chat.RunAsync("/help");
        var overview = string.Join('\n', _chat.Shown());
        foreach (var name in (string[])["join", "part", "msg", "query", "me", "nick", "who", "names", "list", "topic", "away", "back", "whois", "history", "search", "help", "quit"])
        {
            Assert.That(overview, Does.Contain($"/{name}"));
            await _chat.RunAsync($"/help {name}");
            Assert.That(_chat.Shown()[0], Does.StartWith($"/{name}"));
        }

        await _chat.RunAsync("/help text");
        Assert.That(_chat.Shown(), Has.Count.GreaterThan(3));
        await _chat.RunAsync("/help keys");
        Assert.That(_chat.Shown(), Has.Some.Contains("  Tab ").And.Some.Contains("  Ctrl+Y "));
    }

    [TestCase("/help")]
    [TestCase("/help text")]
    [TestCase("/help keys")]
    public async Task Help_FlowsToTheWidthOfTheTerminal(string line)
    {
        await _chat.RunAsync(line);
        Assert.That(_chat.Shown(), Has.None.Match("^ +[a-z]").And.None.Match("^ {6}"), "Nothing is broken before the width is known.");
        foreach (var cells in (int[])[50, 100, 140])
        {
            _chat.Cells = cells;
            await _chat.RunAsync(line);
            Assert.That(_chat.Shown(), Has.All.Length.AtMost(cells));
        }
    }

    [TestCase(50)]
    [TestCase(90)]
    public async Task Help_ThatNamesCommands_BreaksBetweenThem(int cells)
    {
        _chat.Cells = cells;
        await _chat.RunAsync("/help");

        var further = _chat.Shown().Where(static row => row.StartsWith("      ", StringComparison.Ordinal)).ToList();
        Assert.That(further, Is.Not.Empty.And.All.StartsWith("            /"));
    }

    [Test]
    public async Task Help_FitsAScreenOf80By24_AndNamesEveryCommand()
    {
        _chat.Cells = 80;
        await _chat.RunAsync("/help");
        var shown = _chat.Shown();
        Assert.That(shown, Has.Count.LessThan(24).And.All.Length.AtMost(80));

        var table = new Chat.Client.Commands.CommandTable();
        var page = string.Join('\n', shown);
        foreach (var command in table.All)
        {
            Assert.That(page, Does.Contain($"/{command.Name}"));
            await _chat.RunAsync($"/help {command.Name}");
            Assert.That(_chat.Shown(), Has.Count.GreaterThan(1).And.All.Length.LessThan(130), command.Name);
        }
    }
}
