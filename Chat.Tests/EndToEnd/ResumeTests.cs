using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>A guest who comes back with the secret of an earlier session is the same guest.</summary>
[TestFixture]
public sealed class ResumeTests : EndToEndTests
{
    private FakeTimeProvider _time = null!;

    [TestCase(false)]
    [TestCase(true)]
    public async Task Hello_WithTheSecretOfALivingSession_ReplacesIt(bool tls)
    {
        var first = await EnterAsync("alice", tls);
        await first.JoinAsync("#lobby");

        var second = await EnterAsync("other", tls, resume: first.Welcome!.Session);

        Assert.That(second.Welcome!.Nick, Is.EqualTo("alice"));
        Assert.That(second.Welcome.Session, Is.Not.EqualTo(first.Welcome.Session));
        Assert.That(second.Welcome.Rooms.Select(room => room.Room), Is.EqualTo(new[] { "#lobby" }));
        Assert.That(await first.ClosingErrorAsync(), Has.Property("Code").EqualTo("replaced").And.Property("Id").EqualTo(0));
    }

    [Test]
    public async Task Hello_SecretOfASessionThatEnded_BringsNickAndMembershipsBack()
    {
        var alice = await EnterAsync("alice");
        var bob = await EnterAsync("bob");
        var quiet = await alice.JoinAsync("#quiet");
        await alice.JoinAsync("#left");
        await alice.LeaveAsync("#left");
        var busy = await alice.JoinAsync("#busy");
        await bob.JoinAsync("#busy");
        await alice.PostAsync("#busy", "hi");
        await QuitAsync(alice);
        Assert.That((await bob.MembersAsync("#busy")).Members.Select(member => member.Nick), Is.EqualTo(new[] { "bob" }));

        alice = await EnterAsync(null, resume: alice.Welcome!.Session);

        var rooms = new[] { new RoomState("#busy", 1, 0, busy.Log, 0), new RoomState("#quiet", 0, 0, quiet.Log, 0) };
        Assert.That(alice.Welcome!.Nick, Is.EqualTo("alice"));
        Assert.That(alice.Welcome.Rooms, Is.EqualTo(rooms));
        Assert.That((await alice.MineAsync()).Rooms, Is.EqualTo(rooms));
        Assert.That((await bob.MembersAsync("#busy")).Members.Select(member => member.Nick), Is.EqualTo(new[] { "alice", "bob" }));
        Assert.That((await alice.JoinAsync("#quiet", 0, quiet.Log)).Members, Is.EqualTo(1));
    }

    [Test]
    public async Task Hello_SecretOfACutConnection_GoesOnFromTheCursor()
    {
        var alice = await EnterAsync("alice");
        var bob = await EnterAsync("bob");
        var joined = await alice.JoinAsync("#lobby");
        await bob.JoinAsync("#lobby");
        await bob.PostAsync("#lobby", "one");
        await alice.EventsAsync("#lobby", 1);
        alice.Cut();
        await bob.PostAsync("#lobby", "two");

        alice = await EnterAsync("alice", resume: alice.Welcome!.Session);
        await alice.JoinAsync("#lobby", 1, joined.Log);
        await bob.PostAsync("#lobby", "three");

        Assert.That((await alice.EventsAsync("#lobby", 3)).Select(e => e.Text), Is.EqualTo(new[] { "two", "three" }));
    }

    [Test]
    public async Task Hello_NickHasAnotherByNow_GetsDigits()
    {
        var first = await EnterAsync("alice");
        await QuitAsync(first);
        var second = await EnterAsync("alice");
        await QuitAsync(second);
        await EnterAsync("Alice");

        Assert.That((await EnterAsync("alice", resume: first.Welcome!.Session)).Welcome!.Nick, Is.EqualTo("alice2"));
        Assert.That((await EnterAsync("alice", resume: second.Welcome!.Session)).Welcome!.Nick, Is.EqualTo("alice3"));
    }

    [Test]
    public async Task Hello_LongNickHasAnotherByNow_DigitsStillFit()
    {
        var nick = new string('x', Limits.MaxNick);
        var first = await EnterAsync(nick);
        await QuitAsync(first);
        await EnterAsync(nick);

        Assert.That((await EnterAsync(nick, resume: first.Welcome!.Session)).Welcome!.Nick, Is.EqualTo(nick[..^1] + "2"));
    }

    [Test]
    public async Task Hello_EarlierSecrets_StayValid()
    {
        var first = await EnterAsync("alice");
        var second = await EnterAsync(null, resume: first.Welcome!.Session);
        var third = await EnterAsync(null, resume: second.Welcome!.Session);

        var again = await EnterAsync(null, resume: first.Welcome.Session);

        Assert.That(again.Welcome!.Nick, Is.EqualTo("alice"));
        Assert.That((await third.ClosingErrorAsync()).Code, Is.EqualTo("replaced"));
    }

    [Test]
    public async Task Hello_UnknownSecret_IsIgnored()
    {
        var alice = await EnterAsync("alice", resume: Guid.NewGuid());
        var nobody = await ConnectAsync();

        Assert.That(alice.Welcome!.Nick, Is.EqualTo("alice"));
        Assert.That((await nobody.FailAsync(id => new HelloFrame(id, 1, "test/1", null, null, Guid.NewGuid()))).Code, Is.EqualTo("bad_nick"));
    }

    [Test]
    public async Task Hello_TenMinutesAfterTheEnd_IsSomebodyNew()
    {
        var alice = await EnterAsync("alice");
        var room = await alice.JoinAsync("#quiet");
        await QuitAsync(alice);
        _time.Advance(TimeSpan.FromMinutes(10));

        var late = await EnterAsync("late", resume: alice.Welcome!.Session);

        Assert.That(late.Welcome!.Nick, Is.EqualTo("late"));
        Assert.That(late.Welcome.Rooms, Is.Empty);
        Assert.That((await late.RoomsAsync()).Rooms, Is.Empty, "Nobody can come back to the room that he alone was in.");
        Assert.That((await late.JoinAsync("#quiet")).Log, Is.Not.EqualTo(room.Log));
    }

    [Test]
    public async Task Hello_JustBeforeTenMinutes_IsTheSame()
    {
        var alice = await EnterAsync("alice");
        await QuitAsync(alice);
        _time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));

        Assert.That((await EnterAsync(null, resume: alice.Welcome!.Session)).Welcome!.Nick, Is.EqualTo("alice"));
    }

    [Test]
    public async Task Hello_SecretOfASessionThatHasLivedLong_IsValid()
    {
        var alice = await EnterAsync("alice");
        for (var minutes = 0.0; minutes < 15; minutes += 0.5)
        {
            _time.Advance(TimeSpan.FromMinutes(0.5));
            await alice.FenceAsync();
        }

        Assert.That((await EnterAsync(null, resume: alice.Welcome!.Session)).Welcome!.Nick, Is.EqualTo("alice"));
    }

    [Test]
    public async Task Post_SameKeyAfterResuming_IsStoredOnce()
    {
        var key = Guid.NewGuid();
        var alice = await EnterAsync("alice");
        await alice.JoinAsync("#lobby");
        var posted = await alice.PostAsync("#lobby", "once", key: key);
        alice.Cut();

        alice = await EnterAsync("alice", resume: alice.Welcome!.Session);
        var again = await alice.PostAsync("#lobby", "once", key: key);

        Assert.That((again.Seq, again.Time), Is.EqualTo((posted.Seq, posted.Time)));
        Assert.That((await alice.HistoryAsync("#lobby", 10)).Events, Has.Count.EqualTo(1));
    }

    private protected override Task<RunningServer> StartAsync()
    {
        _time = new FakeTimeProvider();
        return RunningServer.StartAsync(time: _time);
    }
}
