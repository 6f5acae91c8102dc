using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Hosting;
using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>A server that stops and another one that starts on the same store.</summary>
[TestFixture]
public sealed class RestartTests
{
    private RecordingLog _store = null!;
    private RunningServer _server = null!;

    [SetUp]
    public async Task StartServer()
    {
        _store = new RecordingLog();
        _server = await RunningServer.StartAsync(log: _store);
    }

    [TearDown]
    public async Task StopServer()
    {
        await _server.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Test]
    public async Task Hello_WithTheSecretFromBeforeARestart_GoesOnWithRoomsNickConversationsAndKeys()
    {
        await using var alice = await WireClient.EnterAsync(_server.Endpoint, "alice");
        await using var bob = await WireClient.EnterAsync(_server.Endpoint, "bob");
        var (lobby, quiet) = (await alice.JoinAsync("#lobby"), await alice.JoinAsync("#quiet"));
        await bob.JoinAsync("#lobby");
        var key = Guid.NewGuid();
        var posted = await alice.PostAsync("#lobby", "one", key: key);
        await bob.PostAsync("#lobby", "two");
        await bob.PostAsync("@alice", "psst");

        await RestartAsync();
        await using var back = await WireClient.EnterAsync(_server.Endpoint, "other", resume: alice.Welcome!.Session);

        Assert.That(back.Welcome!.Nick, Is.EqualTo("alice"));
        Assert.That(back.Welcome.Rooms.Select(room => (room.Room, room.Head)), Is.EqualTo(new[] { ("#lobby", 2L), ("#quiet", 0L), ("@bob", 1L) }));
        Assert.That((await back.JoinAsync("#lobby", 1, lobby.Log)).Head, Is.EqualTo(2));
        Assert.That((await back.EventsAsync("#lobby", 2)).Select(e => (e.Nick, e.Text)), Is.EqualTo(new[] { ("bob", "two") }));
        Assert.That((await back.JoinAsync("#quiet", 0, quiet.Log)).Members, Is.EqualTo(1));
        Assert.That(await back.PostAsync("#lobby", "one", key: key), Has.Property("Seq").EqualTo(posted.Seq).And.Property("Time").EqualTo(posted.Time));
        Assert.That((await back.PostAsync("#lobby", "one, better", EventKind.Edit, posted.Seq)).Seq, Is.EqualTo(3));
        Assert.That((await back.HistoryAsync("@bob", 10)).Events.Select(e => e.Text), Is.EqualTo(new[] { "psst" }));

        await using var bobBack = await WireClient.EnterAsync(_server.Endpoint, "other", resume: bob.Welcome!.Session);
        await back.PostAsync("@bob", "still here");
        Assert.That((await bobBack.FindAsync<EventFrame>()).Text, Is.EqualTo("still here"));
    }

    [Test]
    public async Task Hello_WithTheSecretOfOneWhoOnlyRead_IsANewGuestAfterARestart()
    {
        await using var alice = await WireClient.EnterAsync(_server.Endpoint, "alice");
        await alice.JoinAsync("#lobby");

        await RestartAsync();
        await using var back = await WireClient.EnterAsync(_server.Endpoint, "other", resume: alice.Welcome!.Session);

        Assert.That(back.Welcome!.Nick, Is.EqualTo("other"));
        Assert.That(back.Welcome.Rooms, Is.Empty);
    }

    [Test]
    public async Task Cut_ByAStopOfTheServer_IsTheEndOfTheSessionsInTheStoreToo()
    {
        await using var alice = await WireClient.EnterAsync(_server.Endpoint, "alice");
        await alice.PostAsync("@alice", "note");

        await _server.Server.StopAsync(CancellationToken.None);

        Assert.That(_store.State.Users.Values.Single().Secrets.Single().EndedAt, Is.Not.Null);
    }

    [Test]
    public async Task StartAsync_OnAStoreThatIsDamagedOrClosed_IsRefusedInWords([Values] bool isDamaged)
    {
        await using var store = new FaultyLog(_store);
        if (isDamaged)
        {
            await _store.AppendAsync(new LogBatch([], new SystemAppend(0, [new RoomAdded(1, new LogId(Guid.NewGuid()), "no room")])), CancellationToken.None);
        }
        else
        {
            store.FailOpens(1);
        }

        Assert.That(() => RunningServer.StartAsync(log: store), Throws.TypeOf<StartupException>().With.Message.StartsWith("--store: "));
    }

    private async Task RestartAsync()
    {
        await _server.DisposeAsync();
        _server = await RunningServer.StartAsync(log: _store);
    }
}
