using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>Hello: the first frame, once, and what nicks may be.</summary>
[TestFixture]
public sealed class GreetingTests : EndToEndTests
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task Hello_Guest_IsWelcome(bool tls)
    {
        var client = await ConnectAsync(tls);

        var welcome = await client.HelloAsync("alice");

        Assert.That(welcome, Is.EqualTo(new WelcomeFrame(
            1, 1, "test", "alice", false, welcome.Session, welcome.Time, new WireLimits(65_536, 16_384, 32, 64), "Be kind.", welcome.Rooms, false)));
        Assert.That(welcome.Rooms, Is.Empty);
        Assert.That(welcome.Session, Is.Not.EqualTo(Guid.Empty));
        Assert.That(welcome.Time, Is.EqualTo(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()).Within(60_000));
    }

    [Test]
    public async Task Hello_TheProtocolsOwnBytes_AreUnderstood()
    {
        var client = await ConnectAsync();

        await client.SendRawAsync(Convert.FromHexString("0000001095010101a5742f312e30a5616c696365"));
        Assert.That(await client.AnswerAsync(1), Is.InstanceOf<WelcomeFrame>());
        await client.SendRawAsync(Convert.FromHexString("0000000b940a02a6236c6f62627900"));
        Assert.That(await client.AnswerAsync(2), Is.InstanceOf<JoinedFrame>());
        await client.SendRawAsync(Convert.FromHexString("00000020961403c410000102030405060708090a0b0c0d0e0fa6236c6f62627900a26869"));
        var posted = (PostedFrame)await client.AnswerAsync(3);

        Assert.That(posted.Key, Is.EqualTo(new Guid([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], bigEndian: true)));
        Assert.That((await client.EventsAsync("#lobby", 1)).Single(), Is.EqualTo(new EventFrame("#lobby", 1, posted.Time, "alice", EventKind.Text, "hi", null, posted.Key)));
    }

    [TestCase("alice", "alice")]
    [TestCase("Ian", "ian")]
    [TestCase("alice", "aIice")]
    [TestCase("tom", "torn")]
    [TestCase("evan", "\uff45\uff56\uff41\uff4e")]
    [TestCase("scope", "\u0455\u0441\u043e\u0440\u0435")]
    [TestCase("stra\u00dfe", "STRASSE")]
    public async Task Hello_NickThatLooksTheSame_IsInUse(string first, string second)
    {
        var one = await EnterAsync(first);
        var other = await ConnectAsync();

        var error = await other.FailAsync(id => new HelloFrame(id, 1, "test/1", second));

        Assert.That((error.Code, error.Field), Is.EqualTo(("nick_in_use", "nick")));
        await QuitAsync(one);
        await other.HelloAsync(second);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("-dash")]
    [TestCase("_line")]
    [TestCase("two words")]
    [TestCase("a.b")]
    [TestCase("@alice")]
    [TestCase("#alice")]
    [TestCase("al\u001bice", TestName = "{m}(an escape character)")]
    [TestCase("al\u202eice")]
    [TestCase("al\u200bice")]
    [TestCase("123456789012345678901234567890123")]
    public async Task Hello_NickThatIsNone_IsBadNick(string? nick)
    {
        var client = await ConnectAsync();

        var error = await client.FailAsync(id => new HelloFrame(id, 1, "test/1", nick));

        Assert.That((error.Code, error.Field), Is.EqualTo(("bad_nick", "nick")));
    }

    [TestCase("9lives")]
    [TestCase("a-b_c")]
    [TestCase("\u00c5sa")]
    [TestCase("\u674e\u96f7")]
    [TestCase("12345678901234567890123456789012")]
    public async Task Hello_NickOfAnyScript_IsKeptAsItIs(string nick) => Assert.That((await EnterAsync(nick)).Welcome!.Nick, Is.EqualTo(nick));

    [Test]
    public async Task Hello_Refused_MayBeTriedAgain()
    {
        await EnterAsync("alice");
        var client = await ConnectAsync();

        Assert.That((await client.FailAsync(id => new HelloFrame(id, 1, "test/1", "alice"))).Code, Is.EqualTo("nick_in_use"));
        Assert.That((await client.FailAsync(id => new HelloFrame(id, 1, "test/1", "not a nick"))).Code, Is.EqualTo("bad_nick"));
        Assert.That((await client.FailAsync(id => new HelloFrame(id, 1, new string('a', 65), "bob"))).Field, Is.EqualTo("agent"));
        Assert.That((await client.FailAsync(id => new HelloFrame(id, 1, "test/1", "bob", new string('c', 65)))).Field, Is.EqualTo("code"));
        Assert.That((await client.HelloAsync("bob")).Nick, Is.EqualTo("bob"));
    }

    [Test]
    public async Task Hello_Twice_IsBadStateAndTheSessionGoesOn()
    {
        var client = await EnterAsync("alice");

        Assert.That((await client.FailAsync(id => new HelloFrame(id, 1, "test/1", "bob"))).Code, Is.EqualTo("bad_state"));
        Assert.That((await client.WhoisAsync("alice")).Nick, Is.EqualTo("alice"));
    }

    [TestCase(0)]
    [TestCase(2)]
    [TestCase(int.MaxValue)]
    public async Task Hello_OtherVersion_IsUnsupportedAndClosed(int version)
    {
        var client = await ConnectAsync();

        await client.SendAsync(new HelloFrame(7, version, "test/1", "alice"));

        Assert.That(await client.ClosingErrorAsync(), Has.Property("Code").EqualTo("unsupported_version").And.Property("Id").EqualTo(7));
    }

    [Test]
    public async Task OtherFrames_BeforeWelcome_AreBadState()
    {
        var client = await ConnectAsync();

        Assert.That((await client.FailAsync(id => new JoinFrame(id, "#lobby"))).Code, Is.EqualTo("bad_state"));
        Assert.That((await client.FailAsync(id => new SearchFrame(id, "words", null, null, 1))).Code, Is.EqualTo("bad_state"));
        await client.SendAsync(new PingFrame(1), new TypeFrame("#lobby", true));
        Assert.That(await client.NextErrorAsync(), Has.Property("Code").EqualTo("bad_state").And.Property("Id").EqualTo(0));
        Assert.That(await client.NextErrorAsync(), Has.Property("Code").EqualTo("bad_state").And.Property("Id").EqualTo(0));
        await client.HelloAsync("alice");
    }

    [Test]
    public async Task FramesBehindHello_AreTakenOnceItIsAnswered()
    {
        var client = await ConnectAsync();

        await client.SendAsync(
            new HelloFrame(1, 1, "test/1", "alice"),
            new JoinFrame(2, "#lobby"),
            new PostFrame(3, Guid.NewGuid(), "#lobby", EventKind.Text, new string('x', 10_000)),
            new PingFrame(4));

        var kinds = new List<Frame>();
        while (kinds.LastOrDefault() is not PongFrame)
        {
            kinds.Add((await client.NextAsync())!);
        }

        Assert.That(kinds[0], Is.InstanceOf<WelcomeFrame>());
        Assert.That(kinds.Select(frame => frame.FrameKind), Is.EquivalentTo(new[] { FrameKind.Welcome, FrameKind.Joined, FrameKind.Posted, FrameKind.Event, FrameKind.Pong }));
    }

    [Test]
    public async Task FramesBehindARefusedHello_AreBadState()
    {
        await EnterAsync("alice");
        var client = await ConnectAsync();

        await client.SendAsync(new HelloFrame(1, 1, "test/1", "alice"), new JoinFrame(2, "#lobby"), new HelloFrame(3, 1, "test/1", "bob"), new JoinFrame(4, "#lobby"));

        Assert.That(await client.NextErrorAsync(), Has.Property("Code").EqualTo("nick_in_use"));
        Assert.That(await client.NextErrorAsync(), Has.Property("Code").EqualTo("bad_state").And.Property("Id").EqualTo(2));
        Assert.That(await client.AnswerAsync(3), Is.InstanceOf<WelcomeFrame>());
        Assert.That(await client.AnswerAsync(4), Is.InstanceOf<JoinedFrame>());
    }

    [Test]
    public async Task Bye_FromTheClient_AnswersWhatWasAskedAndEnds()
    {
        var client = await EnterAsync("alice");

        await client.SendAsync(new JoinFrame(11, "#lobby"), new PostFrame(12, Guid.NewGuid(), "#lobby", EventKind.Text, "last words"), new ByeFrame("done"), new PingFrame(1));

        var rest = await client.RestAsync();
        Assert.That(rest.OfType<PostedFrame>().Single().Id, Is.EqualTo(12));
        Assert.That(rest.OfType<PongFrame>(), Is.Empty);
        await EnterAsync("alice");
    }

    [Test]
    public async Task EndOfInput_AnswersWhatWasAskedAndEnds()
    {
        var client = await EnterAsync("alice");

        await client.SendAsync(new JoinFrame(11, "#lobby"), new PostFrame(12, Guid.NewGuid(), "#lobby", EventKind.Text, "last words"));
        client.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);

        Assert.That((await client.RestAsync()).OfType<PostedFrame>().Single().Id, Is.EqualTo(12));
    }

    private protected override Task<RunningServer> StartAsync() => RunningServer.StartAsync(motd: "Be kind.");
}
