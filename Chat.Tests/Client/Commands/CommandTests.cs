using Chat.Client.Commands;
using Chat.Client.Connection;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;
using static Chat.Tests.Client.Connection.SessionHarness;

namespace Chat.Tests.Client.Commands;

[TestFixture]
[CancelAfter(20_000)]
public sealed class CommandTests
{
    private FakeChat _chat = null!;

    [SetUp]
    public async Task SetUpAsync() => _chat = await FakeChat.StartAsync();

    [TearDown]
    public async Task TearDownAsync() => await _chat.DisposeAsync();

    [TestCase("/join #dev", "#dev")]
    [TestCase("/j dev", "#dev")]
    public async Task Join_EntersAndLooksThere_InTheServersSpelling(string line, string asked)
    {
        var join = await _chat.RunAsync<JoinFrame>(line, request => Joined(request.Id, "#Dev", 0));

        Assert.That(join.Room, Is.EqualTo(asked));
        Assert.That(_chat.State.Current, Is.EqualTo("#Dev"));
    }

    [Test]
    public async Task Unsent_TellsWhatWaitsForTheConnection()
    {
        await _chat.RunAsync("/unsent");
        Assert.That(_chat.Shown(), Is.EqualTo(["Everything was sent."]));

        _chat.Connection.Close();
        _chat.Apply(await _chat.Harness.EventAsync<LinkEvent.Offline>());
        _chat.Shown();
        await _chat.RunAsync("/msg #lobby soup?\nstew?");
        await _chat.RunAsync("/unsent");

        Assert.That(_chat.Shown(), Is.EqualTo(["1 message to be sent when the connection is back:", "   to #lobby: soup? \u21B5"]));
    }

    [TestCase("/join #dev", "-- #dev is joined when the connection is back; what you type is kept until then")]
    [TestCase("/query bob", "-- The conversation with bob is opened when the connection is back; what you type is kept until then")]
    public async Task Join_WithoutAConnection_SaysThatItWaits(string line, string expected)
    {
        _chat.Connection.Close();
        _chat.Apply(await _chat.Harness.EventAsync<LinkEvent.Offline>());
        _chat.Shown();
        var running = _chat.RunAsync(line);

        Assert.That(_chat.Shown(), Is.EqualTo([expected]));
        _chat.Harness.Link.Quit();
        await running;
    }

    [Test]
    public async Task Join_LooksThereAtOnce()
    {
        var running = _chat.RunAsync("/join #dev");

        Assert.That(_chat.State.Current, Is.EqualTo("#dev"));
        var join = await _chat.Connection.ReadAsync<JoinFrame>();
        await _chat.Connection.SendAsync(Joined(join.Id, "#dev", 0));
        await running;
    }

    [TestCase("/join", "/join #ROOM")]
    [TestCase("/join #a b", "no name of a room")]
    [TestCase("/msg bob", "/msg NICK TEXT")]
    [TestCase("/msg b!b hi", "no nick")]
    [TestCase("/query", "/query NICK")]
    [TestCase("/me", "/me ACTION")]
    [TestCase("/nick a!", "no nick")]
    [TestCase("/whois", "/whois NICK")]
    [TestCase("/history 0", "1 to 500")]
    [TestCase("/history 501", "1 to 500")]
    [TestCase("/history -5", "-5 is no number, nick or #room. /history takes how many messages, and of whom or where: /history 50,")]
    [TestCase("/history 5 a b", "a b is no number, nick or #room")]
    [TestCase("/search", "/search [#ROOM] WORDS")]
    [TestCase("/search ?! *", "no word to look for")]
    [TestCase("/search #lobby ?!", "no word to look for in ?!")]
    [TestCase("/search @b!b word", "no nick")]
    [TestCase("/part #elsewhere", "not in #elsewhere")]
    [TestCase("/help nothing", "no help on nothing. /help lists what there is")]
    [TestCase("/help jion", "Did you mean /help join?")]
    [TestCase("/help Txet", "Did you mean /help text?")]
    public async Task ACommandMisused_SaysHowItIsUsed(string line, string expected)
    {
        await _chat.RunAsync(line);

        Assert.That(_chat.Shown().Single(), Does.StartWith("!! ").And.Contain(expected));
    }

    [TestCase("/jion", "/join")]
    [TestCase("/nmaes", "/names")]
    [TestCase("/nam", "/names")]
    [TestCase("/TOPICS", "/topic")]
    [TestCase("/exot", "/exit")]
    public async Task AnUnknownCommand_IsAnErrorWithTheNearest(string line, string nearest)
    {
        await _chat.RunAsync(line);

        Assert.That(_chat.Shown().Single(), Does.StartWith("!! ").And.Contain($"Did you mean {nearest}?"));
    }

    [TestCase("/xyzzy")]
    [TestCase("/usr/bin/env")]
    [TestCase("/")]
    [TestCase("/\u001B[2J", TestName = "{m}(an escape sequence)")]
    public async Task AnUnknownCommandThatIsNearNothing_PointsToTheHelp(string line)
    {
        await _chat.RunAsync(line);

        Assert.That(_chat.Shown().Single(), Does.Contain("/help").And.Contain("two slashes").And.Not.Contain("\u001B"));
    }

    [Test]
    public async Task Msg_PostsToOnePerson_AndLooksNowhereElse()
    {
        await _chat.RunAsync("/msg Bob  two  words");
        var join = await _chat.Connection.LetInAsync();
        var post = await _chat.Connection.ReadAsync<PostFrame>();

        Assert.That(join.Room, Is.EqualTo("@Bob"));
        Assert.That((post.Room, post.Kind, post.Text), Is.EqualTo(("@Bob", EventKind.Text, "two  words")));
        Assert.That(_chat.State.Current, Is.EqualTo("#lobby"));
    }

    [Test]
    public async Task Msg_ToARoom_PostsThere()
    {
        await _chat.RunAsync("/msg #LOBBY hi");

        Assert.That((await _chat.Connection.ReadAsync<PostFrame>()).Room, Is.EqualTo("#lobby"));
    }

    [Test]
    public async Task Query_LooksAtTheConversation()
    {
        await _chat.RunAsync<JoinFrame>("/query @bob", request => Joined(request.Id, "@Bob", 0));

        Assert.That(_chat.State.Current, Is.EqualTo("@Bob"));
    }

    [Test]
    public async Task Query_OfNobody_SaysSo()
    {
        await _chat.RunAsync<JoinFrame>("/query nobody", request => new ErrorFrame(request.Id, ErrorCodes.NoSuchNick, "x"));

        Assert.That(_chat.Shown(), Is.EqualTo(["!! @nobody: there is nobody of that nick"]));
    }

    [Test]
    public async Task Me_PostsAnAction()
    {
        await _chat.RunAsync("/me waves  slowly");
        var post = await _chat.Connection.ReadAsync<PostFrame>();

        Assert.That((post.Kind, post.Text), Is.EqualTo((EventKind.Action, "waves  slowly")));
    }

    [TestCase("/topic Soup on Friday", "Soup on Friday")]
    [TestCase("/t -delete", "")]
    public async Task Topic_IsPosted(string line, string expected)
    {
        await _chat.RunAsync(line);
        var post = await _chat.Connection.ReadAsync<PostFrame>();

        Assert.That((post.Kind, post.Text), Is.EqualTo((EventKind.Topic, expected)));
    }

    [Test]
    public async Task Topic_WithoutText_ShowsIt()
    {
        await _chat.RunAsync("/topic");
        Assert.That(_chat.Shown().Single(), Does.Contain("no topic"));

        await _chat.RunAsync($"/topic {new string('x', 401)}");
        Assert.That(_chat.Shown().Single(), Does.Contain("too long"));
    }

    [Test]
    public async Task Names_AreAskedForToTheEnd()
    {
        var running = _chat.RunAsync("/names");
        var first = await _chat.Connection.ReadAsync<MembersFrame>();
        await _chat.Connection.SendAsync(new MemberListFrame(first.Id, "#lobby", [new MemberListing("alice", UserStatus.Online, RoomRole.Owner)], true));
        var second = await _chat.Connection.ReadAsync<MembersFrame>();
        await _chat.Connection.SendAsync(new MemberListFrame(second.Id, "#lobby", [new MemberListing("b\u202Eb", UserStatus.Away, RoomRole.Member)], false));
        await running;

        Assert.That(second.AfterNick, Is.EqualTo("alice"));
        Assert.That(_chat.Shown(), Is.EqualTo(["#lobby, 2 members: alice, b⟨U+202E⟩b (away)"]));
    }

    [Test]
    public async Task Who_TellsRolesAndStatus()
    {
        await _chat.RunAsync<MembersFrame>("/who #lobby", request => new MemberListFrame(request.Id, "#lobby",
            [new MemberListing("alice", UserStatus.Online, RoomRole.Owner), new MemberListing("bob", UserStatus.Away, RoomRole.Moderator)], false));

        Assert.That(_chat.Shown(), Is.EqualTo(["#lobby, 2 members:", "    alice, owner", "    bob, moderator, away"]));
    }

    [Test]
    public async Task List_ShowsRooms()
    {
        var asked = await _chat.RunAsync<RoomsFrame>("/list de*", request => new RoomListFrame(request.Id,
            [new RoomListing("#dev", "build\u001B", 2, 5), new RoomListing("#den", null, 1, 0)], false));

        Assert.That(asked.Pattern, Is.EqualTo("#de*"));
        Assert.That(_chat.Shown(), Is.EqualTo(["#dev  2 members  build␛", "#den  1 member"]));
    }

    [Test]
    public async Task List_OfNothing_SaysSo()
    {
        var asked = await _chat.RunAsync<RoomsFrame>("/list", request => new RoomListFrame(request.Id, [], false));

        Assert.That(asked.Pattern, Is.Null);
        Assert.That(_chat.Shown().Single(), Does.Contain("no such rooms"));
    }

    [Test]
    public async Task Part_LeavesAndLooksBack()
    {
        await _chat.RunAsync("/leave");

        Assert.That((await _chat.Connection.ReadAsync<LeaveFrame>()).Room, Is.EqualTo("#lobby"));
        Assert.That(_chat.State.Current, Is.Null);
        await _chat.RunAsync("/names");
        Assert.That(_chat.Shown().Single(), Does.Contain("in no room"));
    }

    [Test]
    public async Task History_ShowsThePast()
    {
        var asked = await _chat.RunAsync<HistoryFrame>("/history 50 #lobby", request => Page(request.Id, "#lobby", 7, 8));

        Assert.That(asked, Is.EqualTo(new HistoryFrame(asked.Id, "#lobby", null, null, 50)));
        Assert.That(_chat.Shown(), Is.EqualTo(["00:00 #lobby <bob> x", "00:00 #lobby <bob> x"]));
    }

    [Test]
    public async Task History_WithWhatIsNoNumberAndNobodysNick_SaysWhatItTakes()
    {
        await _chat.RunAsync<HistoryFrame>("/history abc", request => new ErrorFrame(request.Id, ErrorCodes.NoSuchNick, "Nobody has that nick."));

        Assert.That(_chat.Shown().Single(), Does.StartWith("!! There is nobody called abc. /history takes how many messages"));
    }

    [TestCase("/history", "#lobby", 20)]
    [TestCase("/history bob", "@bob", 20)]
    [TestCase("/history 5", "#lobby", 5)]
    public async Task History_TakesCountAndRoom(string line, string room, int count)
    {
        var asked = await _chat.RunAsync<HistoryFrame>(line, request => new ErrorFrame(request.Id, ErrorCodes.NotMember, "x"));

        Assert.That((asked.Room, asked.Limit), Is.EqualTo((room, count)));
        Assert.That(_chat.Shown(), Is.EqualTo([$"!! {room}: you are not in that room"]));
    }

    [Test]
    public async Task Nick_IsAskedFor()
    {
        var asked = await _chat.RunAsync<NickFrame>("/nick bob", request => new ErrorFrame(request.Id, ErrorCodes.NickInUse, "x"));

        Assert.That(asked.Nick, Is.EqualTo("bob"));
        Assert.That(_chat.Shown(), Is.EqualTo(["!! bob: that nick is in use"]));
        await _chat.RunAsync("/nick");
        Assert.That(_chat.Shown().Single(), Does.Contain("You are alice"));
    }

    [Test]
    public async Task AwayAndBack_AreTold()
    {
        var away = await _chat.RunAsync<AwayFrame>("/away at lunch", request => new DoneFrame(request.Id));
        Assert.That(away.Text, Is.EqualTo("at lunch"));
        Assert.That(_chat.Shown().Single(), Does.Contain("at lunch"));

        var plain = await _chat.RunAsync<AwayFrame>("/away", request => new DoneFrame(request.Id));
        Assert.That(plain.Text, Is.Not.Empty, "no text would mean back");

        var back = await _chat.RunAsync<AwayFrame>("/back", request => new DoneFrame(request.Id));
        Assert.That(back.Text, Is.Null);
    }

    [Test]
    public async Task Whois_TellsWhatThereIs()
    {
        await _chat.RunAsync<WhoisFrame>("/whois @bob", request => new UserFrame(request.Id, "bob", UserStatus.Away, "lunch", false, 0));
        await _chat.RunAsync<WhoisFrame>("/whois carol", request => new UserFrame(request.Id, "carol", UserStatus.Offline, null, true, null, 60_000));

        Assert.That(_chat.Shown(), Is.EqualTo([
            "bob is away: lunch (a guest, online since 1970-01-01 00:00)",
            "carol is offline (registered, last seen 1970-01-01 00:01)"]));
    }

    [TestCase("hello", true)]
    [TestCase("//link code", true)]
    [TestCase("/msg bob hello", true)]
    [TestCase("/link code", false)]
    [TestCase("/lnik code", false)]
    [TestCase("/ code", false)]
    public void MayKeep_OfACommandThatTakesASecret_OrIsNotKnown_SaysNo(string line, bool expected) => Assert.That(new CommandTable().MayKeep(line), Is.EqualTo(expected));

    [TestCase("/quit now please")]
    [TestCase("/exit now")]
    [TestCase("/link foo")]
    public async Task ACommandThatTakesNothing_WithSomethingBehindIt_IsNotRun(string line)
    {
        await _chat.RunAsync(line);

        Assert.That(_chat.Shown().Single(), Does.StartWith("!! Use it so: /").And.Contain("with nothing behind it"));
        Assert.That(_chat.HasQuit, Is.False);
    }

    [Test]
    public async Task Clear_WipesTheScreen()
    {
        await _chat.RunAsync("/clear");

        Assert.That(_chat.WasCleared, Is.True);
    }

    [TestCase("/quit")]
    [TestCase("/exit")]
    public async Task Quit_Quits(string line)
    {
        await _chat.RunAsync(line);

        Assert.That(_chat.HasQuit, Is.True);
    }

    [TestCase("/msg bob \u001B[31mred", TestName = "{m}(an escape sequence)")]
    [TestCase("/me x\u0085y")]
    [TestCase("/topic \u0007")]
    public async Task AText_WithControlCharacters_IsNotSent(string line)
    {
        await _chat.RunAsync(line);

        Assert.That(_chat.Shown().Single(), Does.Contain("control characters"));
        Assert.That(_chat.Link.Unanswered, Is.Zero);
    }

    [Test]
    public async Task AText_ThatIsTooLong_IsNotSent()
    {
        await _chat.RunAsync($"/me {new string('ß', Limits.MaxText / 2)}x");

        Assert.That(_chat.Shown().Single(), Does.Contain("too long").And.Contain("16385"));
    }
}
