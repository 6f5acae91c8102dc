using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Crashes;

/// <summary>Two real clients of one person: each sends what is typed into it, and what a dead one leaves goes out once.</summary>
[TestFixture]
[CancelAfter(60_000)]
public sealed class TwoClientsTests
{
    [Test]
    public async Task Kill_OfOneOfTwo_LosesAndDoublesNothing_AndTheOtherGoesOn()
    {
        await using var server = await RunningServer.StartAsync();
        using var data = new TemporaryFolder();
        await using var reader = await WireClient.EnterAsync(server.Endpoint, "reader");
        await reader.JoinAsync("#lobby");
        using var one = new ClientProcess(server.Endpoint, data.Path, "alice");
        await one.TypeAsync(Lines("one", 0, 30));
        await one.SeesAsync("<alice> one");
        using var two = new ClientProcess(server.Endpoint, data.Path, "alice");
        await two.TypeAsync(Lines("two", 0, 60));
        await two.SeesAsync("<alice> two", 5);
        await one.TypeAsync(Lines("one", 30, 30));
        await one.SeesAsync("<alice> one", 35);
        one.Kill();

        // What it left is sent by the one that lives or by the one that starts, whoever is first.
        using var three = new ClientProcess(server.Endpoint, data.Path, "alice");
        await three.TypeAsync(["three"]);
        Assert.That(await three.EndAsync(), Is.Zero);
        await two.SeesAsync("<alice> two", 55);
        Assert.That(await two.EndAsync(), Is.Zero);

        var said = (await reader.HistoryAsync("#lobby", 500)).Events.Select(line => line.Text).ToList();
        Assert.That(said.Where(text => text.StartsWith("two", StringComparison.Ordinal)), Is.EqualTo(Lines("two", 0, 60)));
        Assert.That(said.Count(text => text == "three"), Is.EqualTo(1));
        var ofOne = said.Where(text => text.StartsWith("one", StringComparison.Ordinal)).ToList();
        Assert.That(ofOne, Has.Count.GreaterThanOrEqualTo(36));
        Assert.That(ofOne, Is.EqualTo(Lines("one", 0, ofOne.Count)));
    }

    private static IEnumerable<string> Lines(string who, int first, int count) => Enumerable.Range(first, count).Select(i => $"{who} {i}");
}
