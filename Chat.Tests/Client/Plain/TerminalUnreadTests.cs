using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Client.Plain;

/// <summary>The real program in a pseudo terminal, started again and again by somebody who is written to and does not look there.</summary>
[TestFixture]
[CancelAfter(60_000)]
[Platform(Include = "Linux", Reason = "The terminal's calls are those of Linux.")]
public sealed class TerminalUnreadTests
{
    private const string EndOfInput = "\u0004";

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
    public async Task WhatSomebodyNewWrote_WhileOneWasAway_IsShownAtEachStart_UntilOneLooksThere()
    {
        await StartAndEndAsync("[#lobby] ");
        await using (var yan = new PipedClient(_server, _temporary["yan"], "yan"))
        {
            await yan.TypeAsync("/msg zoe are you there?");
            await yan.EndAsync();
        }

        await StartAndEndAsync("[#lobby] (@yan:1!) ", "yan → zoe: are you there?");
        await StartAndEndAsync("[#lobby] (@yan:1!) ", "yan → zoe: are you there?");
        await using (var zoe = await StartAsync("[#lobby] (@yan:1!) "))
        {
            await zoe.PressAsync("\u001Ba");
            await zoe.AsksAsync("[@yan] ");
            await zoe.SaysAsync("<yan> are you there?");
            await EndAsync(zoe);
        }

        await StartAndEndAsync("[#lobby] ");
    }

    [Test]
    public async Task WhatSomebodyNewWrites_WhileOneIsThere_StaysUnreadAndForUs_OverRestarts()
    {
        await using (var zoe = await StartAsync("[#lobby] "))
        await using (var hank = new PipedClient(_server, _temporary["hank"], "hank"))
        {
            await hank.TypeAsync("/msg zoe one");
            await hank.TypeAsync("/msg zoe two");
            await zoe.AsksAsync("[#lobby] (@hank:2!) ");
            await zoe.SaysAsync("hank → zoe: two");
            await EndAsync(zoe);
        }

        for (var start = 0; start < 3; start++)
        {
            await StartAndEndAsync("[#lobby] (@hank:2!) ", "hank → zoe: one", "hank → zoe: two");
        }
    }

    private async Task<TerminalClient> StartAsync(string prompt)
    {
        var client = new TerminalClient(_server, _temporary["zoe"], "zoe");
        await client.SaysAsync("Connected to");
        await client.AsksAsync(prompt);
        return client;
    }

    private async Task StartAndEndAsync(string prompt, params string[] shown)
    {
        await using var client = await StartAsync(prompt);
        foreach (var text in shown)
        {
            await client.SaysAsync(text);
        }

        await EndAsync(client);
    }

    private static async Task EndAsync(TerminalClient client)
    {
        await client.PressAsync(EndOfInput);
        Assert.That(await client.ExitAsync(), Is.Zero);
    }
}
