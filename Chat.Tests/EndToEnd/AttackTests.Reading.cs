using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log.Memory;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>Reading what is not for one: private rooms, rooms that one is not in, and the conversations of others.</summary>
public sealed partial class AttackTests
{
    private static readonly Guid TheKey = Guid.NewGuid();

    /// <summary>All that one may ask about a room but to be let in; the log is that of the room.</summary>
    private static readonly (string What, Func<uint, string, Guid, Frame> Request)[] Probes =
    [
        ("history", static (id, room, _) => new HistoryFrame(id, room, null, null, 10)),
        ("history before", static (id, room, _) => new HistoryFrame(id, room, 2, null, 10)),
        ("history after", static (id, room, _) => new HistoryFrame(id, room, null, 1, 10)),
        ("history beyond", static (id, room, _) => new HistoryFrame(id, room, null, 99, 10)),
        ("search", static (id, room, _) => new SearchFrame(id, "secret", room, null, 10)),
        ("search for nothing", static (id, room, _) => new SearchFrame(id, "nothing", room, null, 10)),
        ("members", static (id, room, _) => new MembersFrame(id, room)),
        ("members after", static (id, room, _) => new MembersFrame(id, room, "olga")),
        ("leave", static (id, room, _) => new LeaveFrame(id, room)),
        ("read", static (id, room, _) => new ReadFrame(id, room, 1)),
        ("read beyond", static (id, room, _) => new ReadFrame(id, room, 99)),
        ("post", static (id, room, _) => Text(id, room)),
        ("post with a key that is there", static (id, room, _) => new PostFrame(id, TheKey, room, EventKind.Text, "secret")),
        ("post with the log", static (id, room, log) => new PostFrame(id, Guid.NewGuid(), room, EventKind.Text, "hi", null, log)),
        ("post with another log", static (id, room, _) => new PostFrame(id, Guid.NewGuid(), room, EventKind.Text, "hi", null, TheKey)),
        ("reply", static (id, room, _) => Refer(id, room, EventKind.Text, "hi", 1)),
        ("reply beyond", static (id, room, _) => Refer(id, room, EventKind.Text, "hi", 99)),
        ("edit", static (id, room, _) => Refer(id, room, EventKind.Edit, "hi", 1)),
        ("edit beyond", static (id, room, _) => Refer(id, room, EventKind.Edit, "hi", 99)),
        ("delete", static (id, room, _) => Refer(id, room, EventKind.Delete, "", 1)),
        ("delete beyond", static (id, room, _) => Refer(id, room, EventKind.Delete, "", 99)),
        ("react", static (id, room, _) => Refer(id, room, EventKind.Reaction, ":+1:", 1)),
        ("react beyond", static (id, room, _) => Refer(id, room, EventKind.Reaction, ":+1:", 99)),
        ("withdraw", static (id, room, _) => Refer(id, room, EventKind.ReactionWithdrawn, ":+1:", 1)),
        ("topic", static (id, room, _) => new PostFrame(id, Guid.NewGuid(), room, EventKind.Topic, "mine")),
        ("kick", static (id, room, _) => new ModerateFrame(id, room, "kick", "olga")),
        ("kick nobody", static (id, room, _) => new ModerateFrame(id, room, "kick", "nobody")),
        ("invite", static (id, room, _) => new ModerateFrame(id, room, "invite", "mallory")),
        ("resign", static (id, room, _) => new ModerateFrame(id, room, "member", "mallory")),
        ("public", static (id, room, _) => new ModerateFrame(id, room, "public", null)),
    ];

    [Test]
    public async Task Request_AboutAPrivateRoom_IsAnsweredByteForByteAsAboutNone([Values] bool isFormerMember)
    {
        var (olga, log) = await MakePrivateRoomAsync();
        var (mallory, other) = (await EnterNewAsync("mallory"), await EnterNewAsync("mallor2"));
        if (isFormerMember)
        {
            await ModerateAsync(olga, "#hidden", "invite", "mallory");
            await mallory.JoinAsync("#hidden");
            await ModerateAsync(olga, "#hidden", "kick", "mallory");
            await mallory.FenceAsync();
            other.NextId(); // What follows has the same numbers.
            other.NextId();
        }

        foreach (var (what, request) in Probes)
        {
            var (id, otherId) = (mallory.NextId(), other.NextId());
            await mallory.SendAsync(request(id, "#hidden", log));
            await other.SendAsync(request(otherId, "#absent", log));

            var about = (ErrorFrame)await mallory.AnswerAsync(id);
            var aboutNone = (ErrorFrame)await other.AnswerAsync(otherId);
            Assert.That(about.Code, Is.EqualTo(ErrorCodes.NoSuchRoom), what);
            Assert.That(
                FrameCodec.Encode(about with { Id = 1 }),
                Is.EqualTo(FrameCodec.Encode(aboutNone with { Id = 1, Message = aboutNone.Message.Replace("#absent", "#hidden", StringComparison.Ordinal) })),
                what);
        }

        var spelled = await mallory.FailAsync(static id => new HistoryFrame(id, "#HIDDEN", null, null, 1));
        Assert.That(spelled.Message, Does.Contain("#HIDDEN").And.Not.Contain("#hidden"), "nor how it is spelled");
        await mallory.SendAsync(new TypeFrame("#hidden", true));
        await mallory.FenceAsync();
        Assert.That((await olga.FenceAsync()).OfType<TypingFrame>(), Is.Empty);
    }

    [Test]
    public async Task Request_AboutAPrivateRoom_AsksNoMoreOfTheStoreThanAboutNone()
    {
        var store = new FaultyLog(new MemoryEventLog());
        await using var server = await RunningServer.StartAsync(log: store);
        await using var olga = await WireClient.ConnectAsync(server.Endpoint, tls: true, secureWith: NewDevice().Show);
        await olga.HelloAsync("olga");
        var log = await MakePrivateAsync(olga);
        await using var mallory = await WireClient.EnterAsync(server.Endpoint, "mallory");

        foreach (var (what, request) in Probes)
        {
            Assert.That(await CostAsync(request, "#hidden"), Is.EqualTo(await CostAsync(request, "#absent")), $"{what}: how long an answer takes tells nothing");
        }

        async Task<(int Reads, int Finds)> CostAsync(Func<uint, string, Guid, Frame> request, string room)
        {
            var (reads, finds) = (store.Reads, store.Finds);
            await mallory.FailAsync(id => request(id, room, log));
            await mallory.FenceAsync();
            return (store.Reads - reads, store.Finds - finds);
        }
    }

    [Test]
    public async Task Join_OfAPrivateRoom_TellsNothingOfWhatIsInIt([Values] bool isFormerMember)
    {
        var (olga, log) = await MakePrivateRoomAsync();
        var mallory = await EnterNewAsync("mallory");
        if (isFormerMember)
        {
            await ModerateAsync(olga, "#hidden", "invite", "mallory");
            await mallory.JoinAsync("#hidden");
            await mallory.LeaveAsync("#hidden");
        }

        var refusals = new List<ErrorFrame>();
        foreach (var after in new long?[] { null, 0, 1, 99 })
        {
            foreach (var probed in new Guid?[] { null, log, TheKey })
            {
                refusals.Add(await mallory.FailAsync(id => new JoinFrame(id, "#hidden", after, probed)) with { Id = 1 });
            }
        }

        Assert.That(refusals.Distinct().Single().Code, Is.EqualTo(ErrorCodes.Forbidden));
    }

    [Test]
    public async Task Lists_OfOneWhoIsNotInAPrivateRoom_DoNotHaveIt()
    {
        var (olga, _) = await MakePrivateRoomAsync();
        var mallory = await EnterNewAsync("mallory");

        foreach (var pattern in new[] { null, "*", "#hidden", "#hid*", "#??????", "#HIDDEN" })
        {
            Assert.That((await mallory.RoomsAsync(pattern)).Rooms, Is.Empty, pattern);
        }

        Assert.That((await mallory.RoomsAsync(null, "#hiddem")).Rooms, Is.Empty);
        Assert.That((await mallory.MineAsync()).Rooms, Is.Empty);
        Assert.That((await mallory.SearchAsync("secret")).Hits, Is.Empty);
        await olga.AwayAsync("in #hidden");
        await olga.PostAsync("#hidden", "@mallory should not know");
        await olga.NickAsync("helga");
        Assert.That(await mallory.FenceAsync(), Is.Empty);
        Assert.That((await mallory.MineAsync()).Rooms, Is.Empty, "Nor does a mention tell.");
    }

    [Test]
    public async Task Request_AboutAPublicRoomThatOneIsNotIn_IsNotMemberWhateverIsInIt()
    {
        var olga = await EnterNewAsync("olga");
        var log = (await olga.JoinAsync("#open")).Log;
        await olga.PostAsync("#open", "secret", key: TheKey);
        var mallory = await EnterNewAsync("mallory");

        foreach (var (what, request) in Probes)
        {
            Assert.That(await FailAsync(mallory, id => request(id, "#open", log)), Is.EqualTo(ErrorCodes.NotMember), what);
        }

        Assert.That((await mallory.SearchAsync("secret")).Hits, Is.Empty);
        await mallory.SendAsync(new TypeFrame("#open", true));
        await mallory.FenceAsync();
        Assert.That(await olga.FenceAsync(), Has.None.InstanceOf<TypingFrame>());
        Assert.That((await olga.HistoryAsync("#open", 10)).Events, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Search_WithTheCursorOfAnother_StaysInOnesOwnRooms()
    {
        var (olga, _) = await MakePrivateRoomAsync();
        await olga.PostManyAsync("#hidden", 5, static i => $"secret {i}");
        var mallory = await EnterNewAsync("mallory");
        await mallory.JoinAsync("#mine");
        await mallory.PostAsync("#mine", "my secret");
        await olga.PostManyAsync("#hidden", 5, static i => $"secret {i}");

        var cursor = (await olga.SearchAsync("secret", limit: 2)).Cursor;
        Assert.That(cursor, Is.Not.Null);

        Assert.That((await mallory.SearchAsync("secret", cursor: cursor)).Hits.Select(hit => hit.Room), Is.EqualTo(new[] { "#mine" }));
    }

    [Test]
    public async Task Request_AboutAConversationOfTwoOthers_IsAboutOnesOwnWithThem()
    {
        var (ann, ben, mallory) = (await EnterNewAsync("ann"), await EnterNewAsync("ben"), await EnterNewAsync("mallory"));
        await ann.PostAsync("@ben", "secret", key: TheKey);
        var log = ann.Welcome!.Rooms.Count == 0 ? (await ann.MineAsync()).Rooms.Single().Log : default;

        Assert.That((await mallory.HistoryAsync("@ann", 10)).Events, Is.Empty);
        Assert.That((await mallory.HistoryAsync("@ben", 10)).Events, Is.Empty);
        Assert.That((await mallory.SearchAsync("secret", "@ann")).Hits, Is.Empty);
        Assert.That((await mallory.SearchAsync("secret")).Hits, Is.Empty);
        Assert.That(await FailAsync(mallory, id => new JoinFrame(id, "@ann", 0, log)), Is.EqualTo(ErrorCodes.LogChanged));
        Assert.That(await FailAsync(mallory, id => new JoinFrame(id, "@ann", 1)), Is.EqualTo(ErrorCodes.BadField));
        foreach (var kind in new[] { EventKind.Edit, EventKind.Delete, EventKind.Reaction, EventKind.ReactionWithdrawn })
        {
            Assert.That(await FailAsync(mallory, id => Refer(id, "@ann", kind, kind == EventKind.Delete ? "" : ":+1:", 1)), Is.EqualTo(ErrorCodes.NoSuchMessage), kind.ToString());
        }

        Assert.That((await mallory.PostAsync("@ann", "hi", key: TheKey)).Seq, Is.EqualTo(1), "Keys are everybody's own.");
        Assert.That((await mallory.EventsAsync("@ann", 1)).Single().Text, Is.EqualTo("hi"));
        Assert.That((await ben.HistoryAsync("@ann", 10)).Events.Single().Text, Is.EqualTo("secret"));
        Assert.That(mallory.Received.OfType<EventFrame>().Select(e => e.Text), Has.None.EqualTo("secret"));
    }

    [Test]
    public async Task Kick_OfAMember_IsTheEndOfAllHeHearsThere()
    {
        var (olga, _) = await MakePrivateRoomAsync();
        var (max, friend) = (await EnterNewAsync("max"), await EnterAsync("friend"));
        var second = await AddDeviceAsync(max);
        foreach (var nick in new[] { "max", "friend" })
        {
            await ModerateAsync(olga, "#hidden", "invite", nick);
        }

        await friend.JoinAsync("#hidden");
        await max.JoinAsync("#hidden");
        await second.JoinAsync("#hidden");
        await ModerateAsync(olga, "#hidden", "kick", "max");
        await olga.PostAsync("#hidden", "@max is gone");
        await friend.SendAsync(new TypeFrame("#hidden", true));
        await friend.NickAsync("fred");
        await friend.AwayAsync("away");
        await friend.LeaveAsync("#hidden");
        await olga.PostAsync("@max", "sorry");

        foreach (var session in new[] { max, second })
        {
            await session.FindAsync<MembershipFrame>(static told => !told.In);
            Assert.That((await session.EventsAsync("@olga", 2))[^1].Text, Is.EqualTo("sorry"), "What the two say to each other is theirs.");
            var heard = (await session.FenceAsync()).Where(static frame => frame is not EventFrame { Room: "#hidden", Seq: <= 6 });
            Assert.That(heard, Has.None.InstanceOf<TypingFrame>().And.None.InstanceOf<RenamedFrame>().And.None.InstanceOf<EventFrame>());
            Assert.That(session.Received.OfType<EventFrame>().Select(e => e.Text), Has.None.EqualTo("@max is gone"));
            Assert.That((await session.MineAsync()).Rooms.Select(room => room.Room), Is.EqualTo(new[] { "@olga" }));
        }
    }

    private static PostFrame Refer(uint id, string room, EventKind kind, string text, long about) => new(id, Guid.NewGuid(), room, kind, text, about);

    /// <summary>A private room of olga's with something in it.</summary>
    private async Task<(WireClient Olga, Guid Log)> MakePrivateRoomAsync()
    {
        var olga = await EnterNewAsync("olga");
        return (olga, await MakePrivateAsync(olga));
    }

    private static async Task<Guid> MakePrivateAsync(WireClient olga)
    {
        var log = (await olga.JoinAsync("#hidden")).Log;
        await olga.PostAsync("#hidden", "secret", key: TheKey);
        await olga.PostAsync("#hidden", "a secret topic", EventKind.Topic);
        await ModerateAsync(olga, "#hidden", "private");
        return log;
    }
}
