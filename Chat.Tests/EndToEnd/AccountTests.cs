using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Users;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>Users who are known by the keys of their devices, over real connections.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AccountTests : IDisposable
{
    private readonly ShownCertificate _one = ShownCertificate.Ec();
    private readonly ShownCertificate _other = ShownCertificate.Ec();
    private readonly List<WireClient> _clients = [];
    private RunningServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await RunningServer.StartAsync();

    [TearDown]
    public async Task StopAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        await _server.DisposeAsync();
    }

    [TearDown]
    public void Dispose()
    {
        _one.Dispose();
        _other.Dispose();
    }

    [Test]
    public async Task Hello_OfADevice_KeepsNickRoomsAndConversations()
    {
        var first = await ConnectAsync(_one);
        Assert.That((await first.HelloAsync("ann")).Registered, Is.True);
        await first.AskAsync<JoinedFrame>(id => new JoinFrame(id, "#a"));
        first.Cut();

        var ben = await ConnectAsync(_other);
        await ben.HelloAsync("ben");
        await ben.AskAsync<JoinedFrame>(id => new JoinFrame(id, "#a"));
        await ben.AskAsync<PostedFrame>(id => new PostFrame(id, Guid.NewGuid(), "@ann", EventKind.Text, "are you there?"));
        await ben.AskAsync<PostedFrame>(id => new PostFrame(id, Guid.NewGuid(), "#a", EventKind.Text, "hello"));
        var again = await ConnectAsync(_one);
        var welcome = await again.HelloAsync(null);
        await again.AskAsync<JoinedFrame>(id => new JoinFrame(id, "#a", 0));

        Assert.That(welcome.Nick, Is.EqualTo("ann"));
        Assert.That(welcome.Rooms.Select(static room => (room.Room, room.Head)), Is.EqualTo(new[] { ("#a", 1L), ("@ben", 1L) }));
        Assert.That((await again.EventsAsync("#a", 1)).Single().Text, Is.EqualTo("hello"));
    }

    [Test]
    public async Task Hello_OfTwoDevicesForOneNickAtOnce_LetsOneHaveIt()
    {
        for (var round = 0; round < 10; round++)
        {
            using var mine = ShownCertificate.Ec();
            using var theirs = ShownCertificate.Ec();
            var clients = await Task.WhenAll(ConnectAsync(mine), ConnectAsync(theirs));

            var answers = await Task.WhenAll(clients.Select(client => client.AskAsync(id => new HelloFrame(id, 1, "test/1", $"nick{round}"))));

            Assert.That(answers.OfType<WelcomeFrame>().Count(), Is.EqualTo(1));
            Assert.That(answers.OfType<ErrorFrame>().Single().Code, Is.EqualTo(ErrorCodes.NickInUse));
        }
    }

    [Test]
    public async Task Hello_OfTwoDevicesWithOneLinkCodeAtOnce_AddsOne()
    {
        var ann = await ConnectAsync(_one);
        await ann.HelloAsync("ann");
        for (var round = 0; round < 5; round++)
        {
            var code = (await ann.AskAsync<LinkCodeFrame>(static id => new LinkFrame(id))).Code;
            using var mine = ShownCertificate.Ec();
            using var theirs = ShownCertificate.Ec();
            var clients = await Task.WhenAll(ConnectAsync(mine), ConnectAsync(theirs));

            var answers = await Task.WhenAll(clients.Select(client => client.AskAsync(id => new HelloFrame(id, 1, "test/1", "ann", code))));

            Assert.That(answers.OfType<WelcomeFrame>().Single().Nick, Is.EqualTo("ann"));
            Assert.That(answers.OfType<ErrorFrame>().Single().Code, Is.EqualTo(ErrorCodes.BadCode));
            Assert.That((await ann.AskAsync<DeviceListFrame>(static id => new DevicesFrame(id))).Devices, Has.Count.EqualTo(round + 2));
        }
    }

    [Test]
    public async Task Hello_RefusedForItsNick_MayBeTriedAgainOnTheSameConnection()
    {
        await (await ConnectAsync(_one)).HelloAsync("ann");
        var other = await ConnectAsync(_other);

        Assert.That((await other.FailAsync(static id => new HelloFrame(id, 1, "test/1", "Ann"))).Code, Is.EqualTo(ErrorCodes.NickInUse));
        Assert.That((await other.HelloAsync("ben")).Nick, Is.EqualTo("ben"));
    }

    [Test]
    public async Task Hello_OfAGuest_WhereGuestsAreNotTaken_IsRefused()
    {
        await _server.DisposeAsync();
        _server = await RunningServer.StartAsync(static options => options with { Guests = GuestPolicy.None });
        var guest = await ConnectAsync(null);

        Assert.That((await guest.FailAsync(static id => new HelloFrame(id, 1, "test/1", "eve"))).Code, Is.EqualTo(ErrorCodes.RegistrationClosed));
        Assert.That((await (await ConnectAsync(_one)).HelloAsync("ann")).Registered, Is.True);
    }

    [Test]
    public async Task Unlink_OfADevice_EndsItsSession()
    {
        var (here, there) = (await ConnectAsync(_one), await ConnectAsync(_other));
        await here.HelloAsync("ann");
        var code = (await here.AskAsync<LinkCodeFrame>(static id => new LinkFrame(id))).Code;
        await there.AskAsync<WelcomeFrame>(id => new HelloFrame(id, 1, "phone", "ann", code));
        var device = (await here.AskAsync<DeviceListFrame>(static id => new DevicesFrame(id))).Devices.Single(static device => !device.Current);

        await here.AskAsync<DoneFrame>(id => new UnlinkFrame(id, device.Fingerprint));

        Assert.That(device.Label, Is.EqualTo("phone"));
        Assert.That((await there.RestAsync())[^1], Is.InstanceOf<ByeFrame>());
        Assert.That((await (await ConnectAsync(_other)).FailAsync(static id => new HelloFrame(id, 1, "phone", "ann"))).Code, Is.EqualTo(ErrorCodes.NickInUse));
    }

    private async Task<WireClient> ConnectAsync(ShownCertificate? device)
    {
        var client = await WireClient.ConnectAsync(_server.Endpoint, tls: true, secureWith: options => options.ClientCertificateContext = device?.Context);
        lock (_clients)
        {
            _clients.Add(client);
        }

        return client;
    }
}
