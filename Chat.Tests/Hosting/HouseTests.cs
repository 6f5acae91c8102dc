using Chat.Protocol.Frames;
using Chat.Server.Administration.Control;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Hosting;

/// <summary>Commands on the socket of a real server whose rooms are in memory.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(20_000)]
internal sealed class HouseTests
{
    [Test]
    public async Task DoAsync_OfAnInvitation_GivesACodeAndWhereToUseIt()
    {
        await using var server = await RunningServer.StartAsync();

        var answer = await AskAsync(server, new ControlRequest { Verb = ControlVerb.Invite, Room = "#ideas", Uses = 3, Seconds = 60 });

        Assert.That(answer.Problem, Is.Null);
        Assert.That(answer.Code, Does.Match("^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){4}$"));
        Assert.That(answer.EndsAt, Is.Not.Null);
        Assert.That(answer.Place, Is.EqualTo(new ServerPlace("localhost", server.Endpoint.Port, server.Fingerprint, IsLocal: true)));
    }

    [TestCase("lobby", 1, 60L)]
    [TestCase("#a", 0, 60L)]
    [TestCase("#a", 1, 0L)]
    [TestCase("#a", 1, long.MaxValue)]
    public async Task DoAsync_OfAnInvitationOutOfBounds_IsRefused(string room, int uses, long seconds)
    {
        await using var server = await RunningServer.StartAsync();

        var answer = await AskAsync(server, new ControlRequest { Verb = ControlVerb.Invite, Room = room, Uses = uses, Seconds = seconds });

        Assert.That((answer.Problem, answer.Code), Is.EqualTo(("There is no such invitation: a room, a number of uses or a time is out of bounds.", (string?)null)));
    }

    [TestCase(ControlVerb.Link)]
    [TestCase(ControlVerb.Release)]
    [TestCase(ControlVerb.AddOperator)]
    [TestCase(ControlVerb.RemoveOperator)]
    public async Task DoAsync_AboutAGuest_IsRefused(ControlVerb verb)
    {
        await using var server = await RunningServer.StartAsync();
        await using var guest = await WireClient.EnterAsync(server.Endpoint, "alice");

        var answer = await AskAsync(server, new ControlRequest { Verb = verb, Nick = "alice" });

        Assert.That(answer.Problem, Does.StartWith("No registered user has the nick alice."));
        Assert.That(answer.IsTemporary, Is.False);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("a b")]
    public async Task DoAsync_AboutWhatIsNoNick_IsRefused(string? nick)
    {
        await using var server = await RunningServer.StartAsync();

        Assert.That((await AskAsync(server, new ControlRequest { Verb = ControlVerb.Link, Nick = nick })).Problem, Is.EqualTo("That is no nick."));
    }

    [Test]
    public async Task DoAsync_OfAnUnknownVerb_IsRefused()
    {
        await using var server = await RunningServer.StartAsync();

        Assert.That((await AskAsync(server, new ControlRequest { Verb = (ControlVerb)77 })).Problem, Does.Contain("does not know"));
    }

    [Test]
    public async Task DoAsync_OfOperators_MakesUnmakesAndListsThem()
    {
        using var device = ShownCertificate.Ec();
        await using var server = await RunningServer.StartAsync();
        await using var alice = await EnterAsync(server, device, "alice");
        var add = new ControlRequest { Verb = ControlVerb.AddOperator, Nick = "ALICE" };

        Assert.That(((await AskAsync(server, add)).IsChanged, (await AskAsync(server, add)).IsChanged), Is.EqualTo((true, false)));
        Assert.That((await alice.EventsAsync("@alice", 1)).Single().Text, Is.EqualTo("moderator alice 0"), "She is told at once.");
        var list = await AskAsync(server, new ControlRequest { Verb = ControlVerb.Operators });
        Assert.That(list.Operators, Is.EqualTo(new[] { new OperatorEntry("alice", null) }));
        Assert.That((list.OperatorCount, list.HasOperatorCode), Is.EqualTo((1, false)));
        Assert.That((await AskAsync(server, add with { Verb = ControlVerb.RemoveOperator })).IsChanged, Is.True);
        Assert.That((await AskAsync(server, new ControlRequest { Verb = ControlVerb.Operators })).Operators, Is.Empty);
    }

    [Test]
    public async Task DoAsync_OfANickInUse_RenamesOnlyWhenItMay()
    {
        using var device = ShownCertificate.Ec();
        await using var server = await RunningServer.StartAsync();
        await using var alice = await EnterAsync(server, device, "alice");
        var release = new ControlRequest { Verb = ControlVerb.Release, Nick = "alice" };

        var refused = await AskAsync(server, release);
        Assert.That(refused.Problem, Does.Contain("--yes"));
        Assert.That((await alice.AskAsync<UserFrame>(id => new WhoisFrame(id, "alice"))).Nick, Is.EqualTo("alice"));

        var renamed = await AskAsync(server, release with { MayRename = true });
        Assert.That((renamed.Problem, renamed.IsChanged), Is.EqualTo(((string?)null, true)));
        Assert.That(renamed.Nick, Does.Match(@"^alice\d+$"));
        await using var other = await WireClient.EnterAsync(server.Endpoint, "alice");
        Assert.That(other.Welcome!.Nick, Is.EqualTo("alice"));
    }

    [Test]
    public async Task DoAsync_OfAFormerNick_GivesItUp()
    {
        using var device = ShownCertificate.Ec();
        await using var server = await RunningServer.StartAsync();
        await using var alice = await EnterAsync(server, device, "alice");
        await alice.AskAsync<DoneFrame>(id => new NickFrame(id, "alicia"));

        var released = await AskAsync(server, new ControlRequest { Verb = ControlVerb.Release, Nick = "alice" });

        Assert.That((released.Problem, released.Nick, released.IsChanged), Is.EqualTo(((string?)null, "alicia", false)));
        await using var other = await WireClient.EnterAsync(server.Endpoint, "alice");
        Assert.That(other.Welcome!.Nick, Is.EqualTo("alice"));
    }

    [Test]
    public async Task FindOperatorsAsync_OfAServerWithoutAny_GivesOneLinkOnly()
    {
        await using var server = await RunningServer.StartAsync();

        var first = await server.Server.FindOperatorsAsync(CancellationToken.None);
        var second = await server.Server.FindOperatorsAsync(CancellationToken.None);

        Assert.That(first.Link, Does.StartWith($"chat://localhost:{server.Endpoint.Port}/?pin={server.Fingerprint}&code="));
        Assert.That((first.HasOperators, second.HasOperators, second.Link), Is.EqualTo((false, false, (string?)null)));
    }

    private static async Task<WireClient> EnterAsync(RunningServer server, ShownCertificate device, string nick)
    {
        var client = await WireClient.ConnectAsync(server.Endpoint, tls: true, secureWith: options => options.ClientCertificateContext = device.Context);
        await client.HelloAsync(nick);
        return client;
    }

    private static async Task<ControlAnswer> AskAsync(RunningServer server, ControlRequest request) =>
        await ControlClient.TryAskAsync(new ControlFiles(server.DataFolder), request, TimeProvider.System, CancellationToken.None)
        ?? throw new InvalidOperationException("Nobody listens.");
}
