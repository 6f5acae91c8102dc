using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>Conversations of two, and with oneself.</summary>
[TestFixture]
public sealed class DirectTests : EndToEndTests
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
    public async Task Post_WithoutJoin_BothGetItEachUnderTheOthersName()
    {
        var posted = await _alice.PostAsync("@Bob", "hi");
        var back = await _bob.PostAsync("@alice", "hello");

        Assert.That((posted.Room, posted.Seq), Is.EqualTo(("@bob", 1L)));
        Assert.That(await _alice.EventsAsync("@bob", 2), Is.EqualTo(new[]
        {
            new EventFrame("@bob", 1, posted.Time, "alice", EventKind.Text, "hi", null, posted.Key),
            new EventFrame("@bob", 2, back.Time, "bob", EventKind.Text, "hello", null, back.Key),
        }));
        Assert.That(await _bob.EventsAsync("@alice", 2), Is.EqualTo(new[]
        {
            new EventFrame("@alice", 1, posted.Time, "alice", EventKind.Text, "hi", null, posted.Key),
            new EventFrame("@alice", 2, back.Time, "bob", EventKind.Text, "hello", null, back.Key),
        }));
        Assert.That(await _alice.FenceAsync(), Is.Empty);
        Assert.That(await _bob.FenceAsync(), Is.Empty);
    }

    [Test]
    public async Task Post_ToTwo_NobodyElseHearsIt()
    {
        var carol = await EnterAsync("carol");

        await _alice.PostAsync("@bob", "secret");

        Assert.That(await carol.FenceAsync(), Is.Empty);
        Assert.That((await carol.HistoryAsync("@bob", 10)).Events, Is.Empty);
        Assert.That((await carol.HistoryAsync("@alice", 10)).Events, Is.Empty);
    }

    [Test]
    public async Task Post_ToOneself_IsANotebook()
    {
        await _alice.PostAsync("@alice", "note");

        Assert.That((await _alice.EventsAsync("@alice", 1)).Single().Text, Is.EqualTo("note"));
        Assert.That(await _alice.FenceAsync(), Is.Empty);
        Assert.That(await _bob.FenceAsync(), Is.Empty);
        Assert.That((await _alice.MineAsync()).Rooms.Single().Room, Is.EqualTo("@alice"));
        Assert.That((await _alice.MembersAsync("@alice")).Members.Select(member => member.Nick), Is.EqualTo(new[] { "alice" }));
        Assert.That((await _alice.JoinAsync("@alice", 0)).Members, Is.EqualTo(1));
    }

    [Test]
    public async Task Post_ToAnOfflineGuest_IsNoSuchNick()
    {
        await _alice.PostAsync("@bob", "hi");
        await QuitAsync(_bob);

        Assert.That((await _alice.FailAsync(id => Post(id, "@bob"))).Code, Is.EqualTo("no_such_nick"));
        Assert.That((await _alice.FailAsync(id => Post(id, "@nobody"))).Code, Is.EqualTo("no_such_nick"));
        Assert.That((await _alice.FailAsync(id => Post(id, "@no such nick"))).Code, Is.EqualTo("bad_nick"));
    }

    [Test]
    public async Task Post_ToSomebodyWhoBlocked_IsForbiddenUntilUnblocked()
    {
        await _bob.BlockAsync("Alice");

        Assert.That((await _alice.FailAsync(id => Post(id, "@bob"))).Code, Is.EqualTo("forbidden"));
        await _alice.SendAsync(new TypeFrame("@bob", true));
        await _alice.FenceAsync();
        Assert.That(await _bob.FenceAsync(), Is.Empty);

        await _bob.BlockAsync("alice", false);
        await _alice.PostAsync("@bob", "hi");
        Assert.That((await _bob.EventsAsync("@alice", 1)).Single().Text, Is.EqualTo("hi"));
    }

    [Test]
    public async Task Leave_UntilSomethingIsSaid_HidesTheConversation()
    {
        await _alice.PostAsync("@bob", "hi");
        await _alice.LeaveAsync("@bob");
        Assert.That((await _alice.MineAsync()).Rooms, Is.Empty);

        await _bob.JoinAsync("@alice", 0);
        Assert.That((await _alice.MineAsync()).Rooms, Is.Empty, "Nothing was said.");

        await _bob.PostAsync("@alice", "still there?");
        Assert.That((await _alice.MineAsync()).Rooms.Single(), Has.Property("Room").EqualTo("@bob").And.Property("Head").EqualTo(2));
        Assert.That((await _alice.EventsAsync("@bob", 2)).Select(e => e.Text), Is.EqualTo(new[] { "hi", "still there?" }));
    }

    [Test]
    public async Task Join_Hidden_ListsItAgain()
    {
        await _alice.PostAsync("@bob", "hi");
        await _alice.LeaveAsync("@bob");

        await _alice.JoinAsync("@bob");

        Assert.That((await _alice.MineAsync()).Rooms.Select(room => room.Room), Is.EqualTo(new[] { "@bob" }));
    }

    [Test]
    public async Task Join_NothingWasSaidYet_IsEmptyAndTheOtherDoesNotSeeIt()
    {
        Assert.That((await _alice.HistoryAsync("@bob", 10)), Has.Property("More").False.And.Property("First").EqualTo(1));

        var joined = await _alice.JoinAsync("@BOB", 0);

        Assert.That((joined.Room, joined.First, joined.Head, joined.Members), Is.EqualTo(("@bob", 1L, 0L, 2)));
        Assert.That((await _bob.MineAsync()).Rooms, Is.Empty);
        await _alice.PostAsync("@bob", "hi");
        Assert.That((await _bob.MineAsync()).Rooms.Single(), Is.EqualTo(new RoomState("@alice", 1, 0, joined.Log, 0)));
        Assert.That((await _bob.EventsAsync("@alice", 1)).Single().Text, Is.EqualTo("hi"));
    }

    [Test]
    public async Task Nick_InAConversation_ItIsCalledByTheNewOne()
    {
        await _alice.PostAsync("@bob", "hi");
        await _bob.EventsAsync("@alice", 1);

        await _alice.NickAsync("alicia");
        Assert.That(await _bob.FenceAsync(), Is.EqualTo(new[] { new RenamedFrame("alice", "alicia") }));

        await _bob.PostAsync("@alicia", "nice name");
        Assert.That((await _bob.EventsAsync("@alicia", 2)).Single().Text, Is.EqualTo("nice name"));
        await _bob.JoinAsync("@alicia", 0);
        Assert.That((await _bob.EventsAsync("@alicia", 2)).Select(e => e.Nick), Is.EqualTo(new[] { "alice", "bob" }), "An event says what the author was called then.");
        Assert.That((await _bob.MineAsync()).Rooms.Single().Room, Is.EqualTo("@alicia"));
        Assert.That((await _bob.FailAsync(id => Post(id, "@alice"))).Code, Is.EqualTo("no_such_nick"));
    }

    [Test]
    public async Task Hello_Resumed_GetsWhatIsSaidFromWelcomeOn()
    {
        var before = await _alice.PostAsync("@bob", "hi");
        _bob.Cut();

        var bob = await EnterAsync(null, resume: _bob.Welcome!.Session);
        var state = bob.Welcome!.Rooms.Single();
        await _alice.PostAsync("@bob", "welcome back");

        Assert.That(state, Has.Property("Room").EqualTo("@alice").And.Property("Head").EqualTo(before.Seq));
        Assert.That((await bob.EventsAsync("@alice", 2)).Single().Text, Is.EqualTo("welcome back"));
        await bob.JoinAsync("@alice", 0, state.Log);
        Assert.That((await bob.EventsAsync("@alice", 2)).Select(e => e.Seq), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task Log_AnotherUserHasTheNick_HasChanged()
    {
        await _alice.PostAsync("@bob", "to the first");
        var log = (await _alice.JoinAsync("@bob")).Log;
        await QuitAsync(_bob);
        Assert.That((await _alice.HistoryAsync("@bob", 10)).Events.Single().Text, Is.EqualTo("to the first"), "He has gone; what was said is still there.");

        var second = await EnterAsync("bob");

        Assert.That((await _alice.FailAsync(id => new JoinFrame(id, "@bob", 1, log))).Code, Is.EqualTo("log_changed"));
        Assert.That((await _alice.FailAsync(id => Post(id, "@bob", log))).Code, Is.EqualTo("log_changed"));
        Assert.That((await _alice.MineAsync()).Rooms, Is.Empty);
        await _alice.PostAsync("@bob", "to the second");
        Assert.That((await second.EventsAsync("@alice", 1)).Single().Text, Is.EqualTo("to the second"));
        Assert.That((await _alice.MineAsync()).Rooms.Single().Log, Is.Not.EqualTo(log));
    }

    [Test]
    public async Task Members_OfAConversation_AreBothWhetherTheyAreThereOrNot()
    {
        await _alice.PostAsync("@bob", "hi");
        await _bob.AwayAsync("lunch");
        var members = (await _alice.MembersAsync("@bob")).Members;
        await QuitAsync(_bob);
        var later = (await _alice.MembersAsync("@bob")).Members;

        Assert.That(members, Is.EqualTo(new[]
        {
            new MemberListing("alice", UserStatus.Online, RoomRole.Member),
            new MemberListing("bob", UserStatus.Away, RoomRole.Member),
        }));
        Assert.That(later[1].Status, Is.EqualTo(UserStatus.Offline));
    }

    [Test]
    public async Task Type_ToAnother_HeIsTold()
    {
        await _alice.PostAsync("@bob", "hi");
        await _bob.EventsAsync("@alice", 1);
        await _alice.EventsAsync("@bob", 1);

        await _alice.SendAsync(new TypeFrame("@bob", true), new TypeFrame("@bob", false));

        Assert.That(await _alice.FenceAsync(), Is.Empty);
        Assert.That(await _bob.FenceAsync(), Is.EqualTo(new[] { new TypingFrame("@alice", "alice", true), new TypingFrame("@alice", "alice", false) }));
    }

    private static PostFrame Post(uint id, string room, Guid? log = null) => new(id, Guid.NewGuid(), room, EventKind.Text, "hi", null, log);
}
