using System.Globalization;
using Chat.Tests.Client.Plain;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Crashes;

/// <summary>The real client is killed under the hands of a person, who sees what was taken by the line that he begins next.</summary>
[TestFixture]
[CancelAfter(120_000)]
[Platform(Include = "Linux", Reason = "The terminal's calls are those of Linux.")]
public sealed class TerminalCrashTests
{
    private const int Rounds = 8;

    [Test]
    public async Task Kill_WhileLinesAreTyped_LosesNoneThatWasTaken_DoublesNone_AndKeepsTheOneBegun()
    {
        await using var server = await RunningServer.StartAsync();
        using var temporary = new TemporaryFolder();
        await using var reader = await WireClient.EnterAsync(server.Endpoint, "reader");
        await reader.JoinAsync("#lobby");
        var typed = new List<string>();
        for (var round = 0; round < Rounds; round++)
        {
            await using var client = new TerminalClient(server, temporary["data"], "writer");
            await client.AsksAsync(round == 0 ? "[#lobby] " : $"[#lobby] begun {Number(round - 1)}");
            List<string> lines = [.. Enumerable.Range(0, 1 + (round * 3 % 7)).Select(i => $"line {Number(round)}.{Number(i)}")];
            await client.PressAsync($"\u0015{string.Concat(lines.Select(line => $"{line}\r"))}begun {Number(round)}");

            // Its own prompt again, with the next line begun: those before have been taken. Nothing is waited for of the server.
            await client.ShowsAsync(screen => screen.Bottom.EndsWith($"] begun {Number(round)}", StringComparison.Ordinal));
            typed.AddRange(lines);
        }

        await using (var client = new TerminalClient(server, temporary["data"], "writer"))
        {
            await client.AsksAsync($"[#lobby] begun {Number(Rounds - 1)}");
            await client.PressAsync("\u0015/quit\r");
            Assert.That(await client.ExitAsync(), Is.Zero);
        }

        Assert.That((await reader.HistoryAsync("#lobby", 500)).Events.Select(said => said.Text), Is.EqualTo(typed));
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
