using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>Joining and leaving rooms, and what a session gets in between.</summary>
[TestFixture]
public sealed class RoomTests : EndToEndTests
{
    private WireClient _alice = null!;
    private WireClient _bob = null!;

    [SetUp]
    public async Task Enter()
    {
        _alice = await EnterAsync("alice");
        _bob = await EnterAsync("bob");
    }

    [Test]
    public async Task Join_NewRoom_IsEmpty()
    {
        var joined = await _alice.JoinAsync("#Lobby");

        Assert.That(joined, Is.EqualTo(new JoinedFrame(joined.Id, "#Lobby", null, 1, 0, 1, joined.Log, RoomRole.Member, 0, 0)));
        Assert.That(joined.Log, Is.Not.EqualTo(Guid.Empty));
        Assert.That(await _alice.FenceAsync(), Is.Empty);
    }

    [Test]
    public async Task Join_OtherSpelling_IsTheSameRoomAsItWasSpelledFirst()
    {
        var created = await _alice.JoinAsync("#Lobby");

        var joined = await _bob.JoinAsync("#lobbY");
        var posted = await _bob.PostAsync("#LOBBY", "hi");

        Assert.That((joined.Room, joined.Log, joined.Members), Is.EqualTo(("#Lobby", created.Log, 2)));
        Assert.That(posted.Room, Is.EqualTo("#Lobby"));
        Assert.That((await _bob.EventsAsync("#Lobby", 1)).Single().Text, Is.EqualTo("hi"));
    }

    [TestCase("lobby")]
    [TestCase("")]
    [TestCase("#")]
    [TestCase("#no spaces")]
    [TestCase("#a/b")]
    [TestCase("#0123456789012345678901234567890123456789012345678901234567890123")]
    public async Task Join_NoRoomsName_IsBadRoom(string room)
    {
        var error = await _alice.FailAsync(id => new JoinFrame(id, room));

        Assert.That((error.Code, error.Field), Is.EqualTo(("bad_room", "room")));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(null)]
    public async Task Join_WithAfter_GivesExactlyWhatCameAfter(int? after)
    {
        await _alice.JoinAsync("#lobby");
        await _alice.PostManyAsync("#lobby", 2);

        var joined = await _bob.JoinAsync("#lobby", after);
        await _alice.PostAsync("#lobby", "live");

        Assert.That((joined.First, joined.Head), Is.EqualTo((1L, 2L)));
        Assert.That((await _bob.EventsAsync("#lobby", 3)).Select(e => e.Seq), Is.EqualTo(Enumerable.Range((after ?? 2) + 1, 3 - (after ?? 2))));
        Assert.That(await _bob.FenceAsync(), Is.Empty);
    }

    [Test]
    public async Task Join_AfterBeyondTheHead_IsBadFieldAndChangesNothing()
    {
        await _alice.JoinAsync("#lobby");
        await _alice.PostAsync("#lobby", "one");

        var beyond = await _bob.FailAsync(id => new JoinFrame(id, "#lobby", 2));
        var beyondNothing = await _bob.FailAsync(id => new JoinFrame(id, "#new", 1));

        Assert.That((beyond.Code, beyond.Field), Is.EqualTo(("bad_field", "after")));
        Assert.That((beyondNothing.Code, beyondNothing.Field), Is.EqualTo(("bad_field", "after")));
        Assert.That((await _bob.MineAsync()).Rooms, Is.Empty);
        Assert.That((await _bob.RoomsAsync()).Rooms.Select(room => room.Room), Is.EqualTo(new[] { "#lobby" }));
    }

    [Test]
    public async Task Join_WithALog_OnlyWhenItIsTheRooms()
    {
        var log = (await _alice.JoinAsync("#lobby")).Log;

        Assert.That((await _bob.FailAsync(id => new JoinFrame(id, "#lobby", 0, Guid.NewGuid()))).Code, Is.EqualTo("log_changed"));
        Assert.That((await _bob.FailAsync(id => new JoinFrame(id, "#new", 0, log))).Code, Is.EqualTo("log_changed"));
        Assert.That((await _bob.JoinAsync("#lobby", 0, log)).Log, Is.EqualTo(log));
    }

    [Test]
    public async Task Join_Again_MovesTheCursor()
    {
        await _alice.JoinAsync("#lobby");
        await _alice.PostManyAsync("#lobby", 5);
        await _alice.EventsAsync("#lobby", 5);

        await _alice.JoinAsync("#lobby", 3);

        Assert.That((await _alice.EventsAsync("#lobby", 5)).Select(e => e.Seq), Is.EqualTo(new[] { 4, 5 }));
        Assert.That((await _alice.MembersAsync("#lobby")).Members, Has.Count.EqualTo(1));
        Assert.That(await _alice.FenceAsync(), Is.Empty);
    }

    [Test]
    public async Task Leave_Member_GetsNothingMore()
    {
        await _alice.JoinAsync("#lobby");
        await _bob.JoinAsync("#lobby");
        await _alice.FenceAsync();

        await _alice.LeaveAsync("#lobby");
        await _bob.PostAsync("#lobby", "she is gone");
        await _bob.SendAsync(new TypeFrame("#lobby", true));
        await _bob.FenceAsync();

        Assert.That(await _alice.FenceAsync(), Is.Empty);
        Assert.That((await _alice.FailAsync(id => new LeaveFrame(id, "#lobby"))).Code, Is.EqualTo("not_member"));
        Assert.That((await _alice.FailAsync(id => new LeaveFrame(id, "#other"))).Code, Is.EqualTo("no_such_room"));
    }

    [Test]
    public async Task Leave_LastOfARoomWithoutEvents_TheRoomIsForgotten()
    {
        var log = (await _alice.JoinAsync("#lobby")).Log;
        await _alice.LeaveAsync("#lobby");

        Assert.That((await _alice.RoomsAsync()).Rooms, Is.Empty);
        Assert.That((await _alice.JoinAsync("#Lobby")), Has.Property("Room").EqualTo("#Lobby").And.Property("Log").Not.EqualTo(log));
    }

    [Test]
    public async Task Leave_LastOfARoomWithEvents_TheLogIsKept()
    {
        var log = (await _alice.JoinAsync("#lobby")).Log;
        await _alice.PostAsync("#lobby", "kept");
        await _alice.LeaveAsync("#lobby");

        await _bob.JoinAsync("#lobby", 0, log);

        Assert.That((await _bob.EventsAsync("#lobby", 1)).Single().Text, Is.EqualTo("kept"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task JoinAndLeave_WhileOthersPostAtFullSpeed_NothingTwiceNothingAfterDone(bool tls)
    {
        await _bob.JoinAsync("#lobby");
        using var enough = new CancellationTokenSource();
        var posting = PostUntilAsync(_bob, enough.Token);
        var guest = await EnterAsync("guest", tls);

        var random = new Random(7);
        var cursor = 0L;
        for (var round = 0; round < 60; round++)
        {
            var from = guest.Received.Count;
            var joined = await guest.JoinAsync("#lobby", cursor);
            for (var i = random.Next(4); i > 0; i--)
            {
                await guest.FindAsync<EventFrame>();
            }

            await guest.LeaveAsync("#lobby");
            await guest.FenceAsync();
            var frames = guest.Received.Skip(from).ToList();
            var left = frames.FindIndex(frame => frame is DoneFrame);
            var seqs = frames.OfType<EventFrame>().Select(e => e.Seq).ToArray();
            Assert.That(seqs, Is.EqualTo(seqs.Select((_, i) => cursor + 1 + i)), "From the cursor on, in order, without a gap.");
            Assert.That(frames.Skip(left).OfType<EventFrame>(), Is.Empty);
            cursor = seqs.Length == 0 ? cursor : seqs[^1];
            Assert.That(joined.Head, Is.GreaterThanOrEqualTo(cursor - seqs.Length));
        }

        await enough.CancelAsync();
        var head = await posting;
        await guest.JoinAsync("#lobby", cursor);
        if (cursor < head)
        {
            await guest.FindAsync<EventFrame>(e => e.Seq == head);
        }
    }

    [Test]
    public async Task Topic_SetByAnyMember_IsToldAndListed()
    {
        await _alice.JoinAsync("#lobby");
        await _bob.JoinAsync("#lobby");

        await _bob.PostAsync("#lobby", "All about tea", EventKind.Topic);

        Assert.That((await _alice.EventsAsync("#lobby", 1)).Single(), Has.Property("Kind").EqualTo(EventKind.Topic).And.Property("Text").EqualTo("All about tea"));
        Assert.That((await _alice.JoinAsync("#lobby")).Topic, Is.EqualTo("All about tea"));
        Assert.That((await _alice.RoomsAsync()).Rooms.Single().Topic, Is.EqualTo("All about tea"));

        await _alice.PostAsync("#lobby", "", EventKind.Topic);

        Assert.That((await _alice.JoinAsync("#lobby")).Topic, Is.Null);
        Assert.That((await _alice.RoomsAsync()).Rooms.Single(), Is.EqualTo(new RoomListing("#lobby", null, 2, 2)));
    }

    /// <summary>Posts, a window of 16 at a time, until told to stop; tells the last seq.</summary>
    private static async Task<long> PostUntilAsync(WireClient client, CancellationToken enough)
    {
        var head = 0L;
        while (!enough.IsCancellationRequested)
        {
            await client.PostManyAsync("#lobby", 16);
            head += 16;
        }

        return head;
    }
}
