using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Users;
using Chat.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>Coming in as somebody else: with his secret, his code, his device, or what he once sent.</summary>
public sealed partial class AttackTests
{
    [Test]
    public async Task Hello_WithASecretThatIsNearlyAnothers_IsNotHim()
    {
        var alice = await EnterAsync("alice");
        var secret = alice.Welcome!.Session.ToByteArray();

        for (var bit = 0; bit < 128; bit += 9)
        {
            var guess = secret.ToArray();
            guess[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(await FailAsync(await ConnectAsync(), id => Hello(id, "alice", resume: new Guid(guess))), Is.EqualTo(ErrorCodes.NickInUse));
        }

        Assert.That(await FailAsync(await ConnectAsync(), static id => Hello(id, "alice", resume: Guid.Empty)), Is.EqualTo(ErrorCodes.NickInUse));
        Assert.That(await alice.FenceAsync(), Is.Empty);
    }

    [Test]
    public async Task Hello_WithTheSessionOfARegisteredUser_IsNotHim()
    {
        var device = NewDevice();
        var alice = await EnterAsync("alice", device);
        await alice.PostAsync("@alice", "a note");
        var secret = alice.Welcome!.Session;

        Assert.That(await FailAsync(await ConnectAsync(), id => Hello(id, "alice", resume: secret)), Is.EqualTo(ErrorCodes.NickInUse));
        await QuitAsync(alice);
        Assert.That(await FailAsync(await ConnectAsync(), id => Hello(id, "alice", resume: secret)), Is.EqualTo(ErrorCodes.NickInUse));
        var mallory = await EnterAsync("mallory", resume: secret);
        Assert.That((mallory.Welcome!.Nick, mallory.Welcome.Rooms.Count), Is.EqualTo(("mallory", 0)));
    }

    [Test]
    public async Task Hello_OfADeviceWithAGuestsSecret_LeavesTheGuestAlone()
    {
        var gus = await EnterAsync("gus");
        await gus.JoinAsync("#a");
        var mallory = await ConnectAsync(NewDevice());

        var welcome = await mallory.AskAsync<WelcomeFrame>(id => Hello(id, "mallory", resume: gus.Welcome!.Session));

        Assert.That((welcome.Nick, welcome.Rooms.Count), Is.EqualTo(("mallory", 0)));
        Assert.That(await gus.FenceAsync(), Is.Empty, "He has not been replaced.");
    }

    [Test]
    public async Task Hello_SentAgainByAnother_BringsNothingThatTheFirstHad()
    {
        var alice = await EnterNewAsync("alice");
        var bytes = FrameCodec.Encode(Hello(1, "alice", await LinkAsync(alice)));
        var phone = await ConnectAsync(NewDevice());
        await phone.SendRawAsync(bytes);
        Assert.That(await phone.AnswerAsync(1), Is.InstanceOf<WelcomeFrame>());

        var (device, open) = (await ConnectAsync(NewDevice()), await ConnectAsync());
        await device.SendRawAsync(bytes);
        await open.SendRawAsync(bytes);

        Assert.That(((ErrorFrame)await device.AnswerAsync(1)).Code, Is.EqualTo(ErrorCodes.BadCode));
        Assert.That(((ErrorFrame)await open.AnswerAsync(1)).Code, Is.EqualTo(ErrorCodes.NickInUse));
        Assert.That((await alice.AskAsync<DeviceListFrame>(static id => new DevicesFrame(id))).Devices, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Hello_WithSomebodyElsesLinkCode_IsBadCodeAndTheCodeIsStillGood()
    {
        var (alice, ben) = (await EnterNewAsync("alice"), await EnterNewAsync("ben"));
        var code = await LinkAsync(alice);
        var stranger = await ConnectAsync(NewDevice());

        Assert.That(await FailAsync(stranger, id => Hello(id, "ben", code)), Is.EqualTo(ErrorCodes.BadCode));
        Assert.That(await FailAsync(stranger, id => Hello(id, "free", code)), Is.EqualTo(ErrorCodes.BadCode));
        Assert.That(await FailAsync(stranger, id => Hello(id, null, code)), Is.EqualTo(ErrorCodes.BadCode));
        Assert.That(await FailAsync(await ConnectAsync(), id => Hello(id, "alice", code)), Is.EqualTo(ErrorCodes.NickInUse), "A guest joins nobody.");
        Assert.That((await ben.AskAsync<DeviceListFrame>(static id => new DevicesFrame(id))).Devices, Has.Count.EqualTo(1));
        Assert.That((await (await ConnectAsync(NewDevice())).AskAsync<WelcomeFrame>(id => Hello(id, "aIice", code))).Nick, Is.EqualTo("alice"));
    }

    [Test]
    public async Task Hello_WithALinkCodeAfterTenMinutes_IsBadCode()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await RunningServer.StartAsync(time: clock);
        await using var alice = await WireClient.ConnectAsync(server.Endpoint, tls: true, secureWith: NewDevice().Show);
        await alice.HelloAsync("alice");
        var code = await LinkAsync(alice);
        await QuitAsync(alice);
        clock.Advance(TimeSpan.FromMinutes(10));

        await using var mallory = await WireClient.ConnectAsync(server.Endpoint, tls: true, secureWith: NewDevice().Show);

        Assert.That(await FailAsync(mallory, id => Hello(id, "alice", code)), Is.EqualTo(ErrorCodes.BadCode));
    }

    [Test]
    public async Task Hello_WithManyWrongCodes_HasToWaitWhateverTheCode()
    {
        var device = NewDevice();
        var alice = await EnterAsync("alice", device);
        var code = await LinkAsync(alice);
        for (var i = 0; i < AccessRules.DefaultCodeAttempts; i++)
        {
            Assert.That(await FailAsync(await ConnectAsync(NewDevice()), id => Hello(id, "alice", $"guess{i}")), Is.EqualTo(ErrorCodes.BadCode));
        }

        var refusal = await (await ConnectAsync(NewDevice())).FailAsync(id => Hello(id, "alice", code));

        Assert.That((refusal.Code, refusal.RetryMs > 0), Is.EqualTo((ErrorCodes.RateLimited, true)));
        Assert.That((await EnterAsync(null, device)).Welcome!.Nick, Is.EqualTo("alice"), "She is not kept out by those who guess.");
        await EnterNewAsync("newcomer");
    }

    [Test]
    public async Task Unlink_OfAStolenDevice_EndsTheCodesThatItAskedFor()
    {
        var alice = await EnterNewAsync("alice");
        var stolen = await AddDeviceAsync(alice);
        var code = await LinkAsync(stolen);

        await UnlinkOthersAsync(alice);

        Assert.That(await FailAsync(await ConnectAsync(NewDevice()), id => Hello(id, "alice", code)), Is.EqualTo(ErrorCodes.BadCode));
    }

    [Test]
    public async Task Unlink_OfADeviceThatHasNotSaidHelloYet_LetsItInNoMore()
    {
        var device = NewDevice();
        var alice = await EnterNewAsync("alice");
        await QuitAsync(await AddDeviceAsync(alice, device));
        var early = await ConnectAsync(device);

        await UnlinkOthersAsync(alice);

        Assert.That(await FailAsync(early, static id => Hello(id, null)), Is.EqualTo(ErrorCodes.BadNick));
        Assert.That(await FailAsync(early, static id => Hello(id, "alice")), Is.EqualTo(ErrorCodes.NickInUse));
    }

    [Test]
    public async Task Unlink_WhileTheDevicePosts_IsTheEndOfItsWords()
    {
        for (var round = 0; round < 10; round++)
        {
            var alice = await EnterNewAsync($"alice{round}");
            var stolen = await AddDeviceAsync(alice);
            var room = $"#a{round}";
            await alice.JoinAsync(room);
            await stolen.SendAsync([.. Enumerable.Range(1, 50).Select(i => Text((uint)(1_000 + i), room))]);
            await UnlinkOthersAsync(alice);
            var head = (await alice.HistoryAsync(room, 500)).Events.Count;

            var told = await stolen.RestAsync();

            Assert.That(told[^1], Is.InstanceOf<ByeFrame>());
            Assert.That((await alice.HistoryAsync(room, 500)).Events, Has.Count.EqualTo(head));
            Assert.That(told.OfType<PostedFrame>().Select(posted => posted.Seq), Has.All.LessThanOrEqualTo(head));
        }
    }

    [Test]
    public async Task Hello_OfAGuestWhereNoneAreTaken_IsRefusedWhateverItShows()
    {
        await using var server = await RunningServer.StartAsync(static options => options with { Guests = GuestPolicy.None });
        await using var alice = await WireClient.ConnectAsync(server.Endpoint, tls: true, secureWith: NewDevice().Show);
        await alice.HelloAsync("alice");
        await using var guest = await WireClient.ConnectAsync(server.Endpoint, tls: true);
        var code = await LinkAsync(alice);

        Assert.That(await FailAsync(guest, id => Hello(id, "gus", code, alice.Welcome!.Session)), Is.EqualTo(ErrorCodes.RegistrationClosed));
        Assert.That(await FailAsync(guest, static id => Hello(id, "alice")), Is.EqualTo(ErrorCodes.RegistrationClosed), "nor is he told who is here");
    }

    private static async Task UnlinkOthersAsync(WireClient client)
    {
        var devices = (await client.AskAsync<DeviceListFrame>(static id => new DevicesFrame(id))).Devices;
        foreach (var device in devices.Where(static device => !device.Current))
        {
            await client.AskAsync<DoneFrame>(id => new UnlinkFrame(id, device.Fingerprint));
        }
    }
}
