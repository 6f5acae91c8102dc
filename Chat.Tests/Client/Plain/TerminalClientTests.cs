using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Client.Plain;

/// <summary>The real program in a pseudo terminal, against a real server: what a person sees.</summary>
[TestFixture]
[CancelAfter(60_000)]
[Platform(Include = "Linux", Reason = "The terminal's calls are those of Linux.")]
public sealed class TerminalClientTests
{
    private const string Interrupt = "\u0003";

    private TemporaryFolder _temporary = null!;
    private RunningServer _server = null!;

    [SetUp]
    public async Task SetUpAsync()
    {
        _temporary = new TemporaryFolder();
        _server = await RunningServer.StartAsync();
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        await _server.DisposeAsync();
        _temporary.Dispose();
    }

    [Test]
    public async Task WhatIsTyped_IsEditedAndSent_WhileOthersSpeak()
    {
        await using var bob = new PipedClient(_server, _temporary["bob"], "bobby");
        await bob.SeesAsync("You are in #lobby");
        await using var alice = await StartAsync();
        await alice.PressAsync("soup\u0001hot \u001Bf!");
        await alice.AsksAsync("[#lobby] hot soup!");
        await bob.TypeAsync("hello");
        await alice.SaysAsync("<bobby> hello");
        await alice.AsksAsync("[#lobby] hot soup!");
        await alice.PressAsync("\u0015bo\t");
        await alice.AsksAsync("[#lobby] bobby: ");
        await alice.PressAsync(":tada\t\u0019\r");
        await bob.SeesAsync("<alice> bobby: 🎉hot soup!");
        await alice.SaysAsync("<alice> bobby: 🎉hot soup!");
        await alice.AsksAsync("[#lobby] ");

        await alice.PressAsync("\u0004");
        Assert.That(await alice.ExitAsync(), Is.Zero);
        await alice.ShowsAsync(screen => screen is { Bottom: "", BracketsPastes: false });
    }

    [Test]
    public async Task ANarrowerTerminal_ShowsThePromptOnce()
    {
        await using var alice = await StartAsync();
        await alice.PressAsync(new string('x', 60));
        await alice.AsksAsync($"[#lobby] {new string('x', 60)}");
        foreach (var width in (int[])[50, 30, 21])
        {
            await alice.NarrowAsync(width);
            await alice.ShowsAsync(screen => screen.Bottom.StartsWith("[#lobby] \u2026xxx", StringComparison.Ordinal) && screen.Bottom.Length < width && screen.Column == screen.Bottom.Length
                && !screen.Above.Exists(row => row.Contains("[#lobby]", StringComparison.Ordinal) || row.Contains("xxx", StringComparison.Ordinal)));
        }
    }

    [Test]
    public async Task CtrlC_Clears_ThenWarns_ThenQuits()
    {
        await using var alice = await StartAsync();
        await alice.PressAsync("text");
        await alice.AsksAsync("[#lobby] text");
        await alice.PressAsync(Interrupt);
        await alice.AsksAsync("[#lobby] ");
        await alice.PressAsync(Interrupt);
        await alice.ShowsAsync(screen => screen.Below is ["Ctrl+C again or /quit ends the chat"]);
        await alice.PressAsync(Interrupt);

        Assert.That(await alice.ExitAsync(), Is.Zero);
        await alice.ShowsAsync(screen => screen is { Bottom: "", Below: [], BracketsPastes: false });
    }

    [Test]
    public async Task WhatWasTyped_IsThereInTheNextRun()
    {
        await using (var alice = await StartAsync())
        {
            await alice.PressAsync("first words\r");
            await alice.SaysAsync("<alice> first words");
            await alice.PressAsync("two\u001B\rlines\r");
            await alice.SaysAsync("lines");
            await alice.PressAsync("/nosuch secret\r");
            await alice.SaysAsync("There is no command /nosuch");
            await alice.PressAsync("\u0004");
            Assert.That(await alice.ExitAsync(), Is.Zero);
        }

        await using var again = await StartAsync();
        await again.PressAsync("\u001B[A");
        await again.AsksAsync("[#lobby] two↵lines");
        await again.PressAsync("\u0012wor");
        await again.AsksAsync("(reverse-search)'wor': first words");
        await again.PressAsync("\r");
        await again.AsksAsync("[#lobby] first words");
    }

    [Test]
    public async Task APaste_OfManyLines_IsOneMessage_AfterAQuestion()
    {
        await using var bob = new PipedClient(_server, _temporary["bob"], "bob");
        await bob.SeesAsync("You are in #lobby");
        await using var alice = await StartAsync();
        var lines = Enumerable.Range(1, 40).Select(i => $"line {i} of them").ToList();
        await alice.PressAsync($"\u001B[200~{string.Join('\r', lines)}\u001B[201~");
        await alice.ShowsAsync(screen => screen.Below is ["40 lines pasted: Enter sends one message, Esc drops it, other keys edit"]);
        await alice.PressAsync("\r");

        await bob.SeesAsync($"<alice> {string.Join($"\n{new string(' ', 21)}", lines)}\n");
    }

    private async Task<TerminalClient> StartAsync()
    {
        var client = new TerminalClient(_server, _temporary["alice"], "alice");
        await client.SaysAsync("You are in #lobby");
        await client.AsksAsync("[#lobby] ");
        return client;
    }
}
