using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>Rooms, Mine and Members, page by page, and rooms too large to announce who comes and goes.</summary>
[TestFixture]
public sealed class ListTests : EndToEndTests
{
    [Test]
    public async Task Rooms_Pattern_IsOverTheWholeNameAsNamesCompare()
    {
        var alice = await EnterAsync("alice");
        foreach (var room in (string[])["#Tea", "#tea.green", "#coffee"])
        {
            await alice.JoinAsync(room);
        }

        var outsider = await EnterAsync("outsider");

        Assert.That(await NamesAsync(null), Is.EqualTo(new[] { "#coffee", "#Tea", "#tea.green" }));
        Assert.That(await NamesAsync("#TEA"), Is.EqualTo(new[] { "#Tea" }));
        Assert.That(await NamesAsync("#tea*"), Is.EqualTo(new[] { "#Tea", "#tea.green" }));
        Assert.That(await NamesAsync("*a?g*"), Is.EqualTo(new[] { "#tea.green" }));
        Assert.That(await NamesAsync("tea"), Is.Empty);
        var error = await outsider.FailAsync(id => new RoomsFrame(id, new string('*', Limits.MaxPattern + 1)));
        Assert.That((error.Code, error.Field), Is.EqualTo(("bad_field", "pattern")));

        async Task<IEnumerable<string>> NamesAsync(string? pattern) => (await outsider.RoomsAsync(pattern)).Rooms.Select(room => room.Room);
    }

    [Test]
    public async Task Rooms_MoreThanFitAFrame_ComeInPages()
    {
        var alice = await EnterAsync("alice");
        var rooms = Enumerable.Range(0, 300).Select(i => $"#room{i:000}").ToArray();
        foreach (var room in rooms)
        {
            await alice.SendAsync(
                new JoinFrame(alice.NextId(), room),
                new PostFrame(alice.NextId(), Guid.NewGuid(), room, EventKind.Topic, new string('t', Limits.MaxTopic)));
        }

        await alice.FenceAsync();
        var pages = await PagesAsync(after => alice.RoomsAsync(after: after), page => page.Rooms.Select(room => room.Room), page => page.More);

        Assert.That(pages, Has.Count.GreaterThan(1));
        Assert.That(pages.SelectMany(page => page), Is.EquivalentTo(rooms));
        Assert.That((await alice.RoomsAsync(after: pages[^1][^1])).Rooms, Is.Empty);
        await alice.LeaveAsync(pages[0][^1]);
        Assert.That((await alice.RoomsAsync(after: pages[0][^1])).Rooms[0].Room, Is.EqualTo(pages[1][0]));
        Assert.That((await alice.FailAsync(id => new RoomsFrame(id, null, "no room"))).Field, Is.EqualTo("afterRoom"));
    }

    [Test]
    public async Task Mine_MoreThanFitAFrame_ComeInPagesAlsoAfterWelcome()
    {
        var alice = await EnterAsync("alice");
        await EnterAsync("bob");
        await alice.PostAsync("@bob", "hi");
        var rooms = Enumerable.Range(0, 600).Select(i => $"#{i:000}-{new string('x', 58)}").ToArray();
        await alice.SendAsync([.. rooms.Select(room => (Frame)new JoinFrame(alice.NextId(), room))]);
        await alice.FenceAsync();
        string[] all = [.. rooms, "@bob"];

        var pages = await PagesAsync(alice.MineAsync, page => page.Rooms.Select(room => room.Room), page => page.More);
        alice = await EnterAsync(null, resume: alice.Welcome!.Session);
        var welcome = alice.Welcome!;
        var rest = await PagesAsync(
            after => alice.MineAsync(after ?? welcome.Rooms[^1].Room), page => page.Rooms.Select(room => room.Room), page => page.More);

        Assert.That(pages, Has.Count.EqualTo(2));
        Assert.That(pages.SelectMany(page => page), Is.EquivalentTo(all));
        Assert.That(welcome.More, Is.True);
        Assert.That(welcome.Rooms.Select(room => room.Room).Concat(rest.SelectMany(page => page)), Is.EqualTo(pages.SelectMany(page => page)));
    }

    [Test]
    public async Task Join_AThousandRooms_IsEnough()
    {
        var alice = await EnterAsync("alice");
        await alice.SendAsync([.. Enumerable.Range(0, 1_000).Select(i => (Frame)new JoinFrame(alice.NextId(), $"#room{i}"))]);
        await alice.FenceAsync();

        Assert.That((await alice.FailAsync(id => new JoinFrame(id, "#onemore"))).Code, Is.EqualTo("forbidden"));
        await alice.LeaveAsync("#room1");
        await alice.JoinAsync("#onemore");
    }

    [Test]
    public async Task Members_OfARoomOfManyWithLongNicks_ComeInPagesAndNoPresenceIsTold()
    {
        // Ideographs of four bytes each: about 300 such nicks fit a page.
        var nicks = Enumerable.Range(0, 320)
            .Select(i => string.Concat(Enumerable.Repeat(char.ConvertFromUtf32(0x20000 + i), Limits.MaxNick)))
            .ToArray();
        var alice = await EnterAsync("alice");
        await alice.JoinAsync("#lobby");
        var others = new List<WireClient>();
        foreach (var nick in nicks)
        {
            var other = await EnterAsync(nick);
            await other.JoinAsync("#lobby");
            others.Add(other);
        }

        var told = (await alice.FenceAsync()).OfType<PresenceFrame>().Select(presence => presence.Nick);
        var pages = await PagesAsync(
            after => alice.MembersAsync("#lobby", after), page => page.Members.Select(member => member.Nick), page => page.More);
        await others[0].AwayAsync("lunch");
        await others[0].SendAsync(new TypeFrame("#lobby", true));
        await others[0].NickAsync("renamed");
        await QuitAsync(others[0]);

        Assert.That(told, Is.EqualTo(nicks.Take(255)), "The room announces up to 256 members.");
        Assert.That(pages, Has.Count.EqualTo(2));
        Assert.That(pages.SelectMany(page => page), Is.EquivalentTo(nicks.Append("alice")));
        Assert.That(await alice.FenceAsync(), Is.Empty);
    }

    [Test]
    public async Task Members_OnlyForMembers()
    {
        var alice = await EnterAsync("alice");
        var bob = await EnterAsync("bob");
        await alice.JoinAsync("#lobby");

        Assert.That((await bob.FailAsync(id => new MembersFrame(id, "#lobby"))).Code, Is.EqualTo("not_member"));
        Assert.That((await bob.FailAsync(id => new MembersFrame(id, "#nothing"))).Code, Is.EqualTo("no_such_room"));
        Assert.That((await alice.FailAsync(id => new MembersFrame(id, "#lobby", "no nick"))).Field, Is.EqualTo("afterNick"));
        Assert.That((await alice.MembersAsync("#lobby")).Members, Is.EqualTo(new[] { new MemberListing("alice", UserStatus.Online, RoomRole.Member) }));
    }

    private static async Task<List<string[]>> PagesAsync<T>(Func<string?, Task<T>> ask, Func<T, IEnumerable<string>> names, Func<T, bool> more)
    {
        var pages = new List<string[]>();
        T page;
        do
        {
            page = await ask(pages.Count == 0 ? null : pages[^1][^1]);
            pages.Add([.. names(page)]);
        }
        while (more(page));

        return pages;
    }
}
