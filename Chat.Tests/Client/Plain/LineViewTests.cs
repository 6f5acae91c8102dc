using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Client.Connection;
using NUnit.Framework;
using static Chat.Tests.Client.Connection.SessionHarness;

namespace Chat.Tests.Client.Plain;

/// <summary>What a person at a terminal sees of several rooms, of others who come and go, and of what he has said himself.</summary>
[TestFixture]
[CancelAfter(20_000)]
public sealed class LineViewTests
{
    private TypingHarness _harness = null!;

    private List<string> Above => _harness.Terminal.Above;

    private ScriptedConnection Connection => _harness.Connection;

    [SetUp]
    public async Task SetUpAsync() => _harness = await TypingHarness.StartAsync();

    [TearDown]
    public async Task TearDownAsync() => await _harness.DisposeAsync();

    [Test]
    public async Task AnotherRoom_IsCounted_AndShownWhenOneGoesThere()
    {
        await EnterDevAsync();
        await _harness.PressAsync("\u001B2");
        await Connection.SendAsync(Said("#dev", 1, "one") with { Time = 0 }, Said("#dev", 2, "two @alice") with { Time = 0 });
        await _harness.ToldAsync();
        Assert.That(_harness.Terminal.Bottom, Is.EqualTo("[#lobby] (#dev:2!) "));
        Assert.That(Above[^1], Is.EqualTo("00:00 #dev <bob> two @alice"));

        await _harness.PressAsync("/rooms\r");
        Assert.That(Above.TakeLast(2), Is.EqualTo([" 1 #dev: 2 unread, 1 for you", " 2 #lobby: you are here"]));

        await _harness.PressAsync("\u001Ba");
        Assert.That(Above.TakeLast(4), Is.EqualTo(["═══ #dev", "─── new", "00:00 <bob> one", "00:00 <bob> two @alice"]));
        Assert.That(_harness.Terminal.Bottom, Is.EqualTo("[#dev] "));
    }

    [Test]
    public async Task WhatIsRead_IsToldASecondLater_Once()
    {
        await Connection.SendAsync(Said("#lobby", 1), Said("#lobby", 2));
        await _harness.ToldAsync();
        await Connection.SendAsync(Said("#lobby", 3));
        await _harness.ToldAsync();
        await _harness.PassAsync(TimeSpan.FromSeconds(1));
        var read = await Connection.ReadAsync<ReadFrame>();
        Assert.That((read.Room, read.Seq), Is.EqualTo(("#lobby", 3)));
        await Connection.SendAsync(new DoneFrame(read.Id));

        await _harness.PassAsync(TimeSpan.FromSeconds(5));
        await Connection.SendAsync(Said("#lobby", 4));
        await _harness.ToldAsync();
        await _harness.PressAsync("/quit\r");
        Assert.That((await Connection.ReadAsync<ReadFrame>()).Seq, Is.EqualTo(4), "at the end, what is left");
        await Connection.ReadAsync<ByeFrame>();
    }

    [Test]
    public async Task WhatIsRead_OnAnotherDevice_IsNotToldAgain_AndNotToAServerThatDoesNotKnow()
    {
        await Connection.SendAsync(Said("#lobby", 1), new ReadMarkFrame("#lobby", 1));
        await _harness.ToldAsync();
        await _harness.PassAsync(TimeSpan.FromSeconds(2));
        await Connection.SendAsync(Said("#lobby", 2));
        await _harness.ToldAsync();
        await _harness.PassAsync(TimeSpan.FromSeconds(1));
        var read = await Connection.ReadAsync<ReadFrame>();
        Assert.That(read.Seq, Is.EqualTo(2));
        await Connection.SendAsync(new ErrorFrame(read.Id, ErrorCodes.UnknownKind, "x"), Said("#lobby", 3));
        await _harness.ToldAsync();
        await _harness.PassAsync(TimeSpan.FromSeconds(2));
        await _harness.PressAsync("/quit\r");

        await Connection.ReadAsync<ByeFrame>();
    }

    [Test]
    public async Task ComingsAndGoings_AreOneLine_ThatStaysOnceSomethingIsSaid()
    {
        foreach (var (nick, status) in (IEnumerable<(string, UserStatus)>)[
            ("bob", UserStatus.Online), ("carol", UserStatus.Online), ("dave", UserStatus.Online), ("dave", UserStatus.Offline)])
        {
            await Connection.SendAsync(new PresenceFrame("#lobby", nick, status));
        }

        await _harness.ToldAsync();
        Assert.That(Above[^1], Is.EqualTo("-- bob, carol joined"));
        await Connection.SendAsync(new PresenceFrame("#lobby", "bob", UserStatus.Offline), Said("#lobby", 1, "hi", "carol") with { Time = 0 });
        await _harness.ToldAsync();

        Assert.That(Above.TakeLast(2), Is.EqualTo(["-- carol joined", "00:00 <carol> hi"]));
        Assert.That(Above, Has.Exactly(1).Contains("joined"));
    }

    [Test]
    public async Task WhatIsBeingSent_IsSeenAboveThePrompt_UntilItIsSaid()
    {
        await _harness.PressAsync("one\rtwo\r");
        Assert.That(Above.TakeLast(2), Is.EqualTo(["… one", "… two"]));
        var one = await Connection.ReadAsync<PostFrame>();
        await Connection.SendAsync(Said("#lobby", 1, "one", "alice", one.Key) with { Time = 0 }, new PostedFrame(one.Id, one.Key, "#lobby", 1, 0));
        var two = await Connection.ReadAsync<PostFrame>();
        await _harness.ToldAsync();
        Assert.That(Above.TakeLast(2), Is.EqualTo(["00:00 <alice> one", "… two"]));

        await Connection.SendAsync(new ErrorFrame(two.Id, ErrorCodes.Muted, "you are muted"));
        await _harness.ToldAsync();
        Assert.That(Above.TakeLast(2), Is.EqualTo(["!! Not sent to #lobby: you are muted", "     two"]));
    }

    [Test]
    public async Task MuchThatIsBeingSent_TakesAFewRowsOnly()
    {
        for (var i = 0; i < 9; i++)
        {
            await _harness.PressAsync($"{new string('x', 100)}\r");
        }

        Assert.That(Above.TakeLast(5).Select(row => row.Length), Has.All.LessThan(80));
        Assert.That(Above[^1], Is.EqualTo("… and 5 more to send"));
        await _harness.PressAsync("half");
        Assert.That(Above.Count(row => row.StartsWith("… xxx", StringComparison.Ordinal)), Is.EqualTo(4));
    }

    private async Task EnterDevAsync()
    {
        await _harness.PressAsync("/join #dev\r");
        await Connection.LetInAsync();
        await _harness.ToldAsync();
    }
}
