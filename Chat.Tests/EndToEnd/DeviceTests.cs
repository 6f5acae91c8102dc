using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>One user on several devices: what each of them is told of what the others do.</summary>
[TestFixture]
public sealed class DeviceTests : EndToEndTests
{
    private readonly List<ShownCertificate> _devices = [];
    private WireClient _ann = null!;
    private WireClient _phone = null!;

    [SetUp]
    public async Task Enter()
    {
        (_ann, _phone) = (await EnterAsync("ann", NewDevice()), await ConnectAsync(NewDevice()));
        var code = (await _ann.AskAsync<LinkCodeFrame>(static id => new LinkFrame(id))).Code;
        await _phone.AskAsync<WelcomeFrame>(id => new HelloFrame(id, 1, "phone", "ann", code));
    }

    [TearDown]
    public void Forget()
    {
        _devices.ForEach(static device => device.Dispose());
        _devices.Clear();
    }

    [Test]
    public async Task Hello_OfOneDeviceTwice_IsTwoSessionsThatBothHear()
    {
        var (again, ben) = (await EnterAsync(null, _devices[0]), await EnterAsync("ben"));
        await _ann.JoinAsync("#a");
        await again.JoinAsync("#a");

        await _ann.PostAsync("#a", "in a room");
        await ben.PostAsync("@ann", "to one");
        await again.PostAsync("@ben", "back");

        foreach (var session in new[] { _ann, again })
        {
            Assert.That((await session.EventsAsync("#a", 1)).Single().Text, Is.EqualTo("in a room"));
        }

        foreach (var session in new[] { _ann, again, _phone })
        {
            Assert.That((await session.EventsAsync("@ben", 2)).Select(e => (e.Nick, e.Text)), Is.EqualTo(new[] { ("ben", "to one"), ("ann", "back") }));
        }

        await QuitAsync(again);
        Assert.That((await ben.WhoisAsync("ann")).Status, Is.EqualTo(UserStatus.Online), "The others are still there.");
    }

    [Test]
    public async Task Join_OnOneDevice_IsToldToTheOtherWhichHearsOnceItJoins()
    {
        var joined = await _ann.JoinAsync("#a");
        Assert.That(await _phone.FindAsync<MembershipFrame>(), Is.EqualTo(new MembershipFrame("#a", joined.Log, true)));
        await _ann.PostAsync("#a", "one");
        Assert.That(await _phone.FenceAsync(), Has.None.InstanceOf<EventFrame>());

        Assert.That((await _phone.JoinAsync("#a", 0, joined.Log)).Members, Is.EqualTo(1), "She is in it once.");

        Assert.That((await _phone.EventsAsync("#a", 1)).Single().Text, Is.EqualTo("one"));
        Assert.That(await _ann.FenceAsync(), Has.None.InstanceOf<MembershipFrame>(), "who asked is answered, not told");
    }

    [Test]
    public async Task Leave_OnOneDeviceWhileOthersPost_LetsTheOtherHearNothingAfterMembership()
    {
        var ben = await EnterAsync("ben");
        await ben.JoinAsync("#a");
        for (var round = 0; round < 10; round++)
        {
            await _ann.JoinAsync("#a");
            await _phone.JoinAsync("#a");
            var posts = ben.PostManyAsync("#a", 100);
            await _ann.LeaveAsync("#a");
            await posts;

            await _phone.FindAsync<MembershipFrame>(static told => !told.In);
            var last = _phone.Received[^1];
            await _phone.FenceAsync();
            Assert.That(last, Is.InstanceOf<MembershipFrame>());
            Assert.That(_phone.Received.SkipWhile(frame => !ReferenceEquals(frame, last)).OfType<EventFrame>(), Is.Empty);
            Assert.That((await _phone.FailAsync(static id => new HistoryFrame(id, "#a", null, null, 1))).Code, Is.EqualTo(ErrorCodes.NotMember));
        }
    }

    [Test]
    public async Task Post_OfOneKeyOnTwoDevicesAtOnce_IsStoredOnce()
    {
        await _ann.JoinAsync("#a");
        await _phone.JoinAsync("#a");
        for (var round = 1; round <= 20; round++)
        {
            var key = Guid.NewGuid();

            var posted = await Task.WhenAll(_ann.PostAsync("#a", "one", key: key), _phone.PostAsync("#a", "the same", key: key));

            Assert.That(posted.Select(answer => answer.Seq), Is.EqualTo(new long[] { round, round }));
        }

        Assert.That((await _ann.HistoryAsync("#a", 100)).Events, Has.Count.EqualTo(20));
    }

    [Test]
    public async Task Exit_OfTheLastDevice_LeavesTheUserAMemberWhoIsOffline()
    {
        var ben = await EnterAsync("ben");
        await ben.JoinAsync("#a");
        await _ann.JoinAsync("#a");
        await QuitAsync(_ann);
        await ben.FenceAsync();
        Assert.That(ben.Received.OfType<PresenceFrame>().Where(static told => told.Status == UserStatus.Offline), Is.Empty);

        await QuitAsync(_phone);

        await ben.FenceAsync();
        Assert.That(ben.Received.OfType<PresenceFrame>().Last(), Is.EqualTo(new PresenceFrame(null, "ann", UserStatus.Offline)));
        var members = (await ben.MembersAsync("#a")).Members;
        Assert.That(members.Select(member => (member.Nick, member.Status)), Is.EqualTo(new[] { ("ann", UserStatus.Offline), ("ben", UserStatus.Online) }));
        var whois = await ben.WhoisAsync("ann");
        Assert.That((whois.Registered, whois.OnlineSince, whois.SeenAt > 0), Is.EqualTo((true, (long?)null, true)));
        await EnterAsync(null, _devices[1]);
        await ben.FindAsync<PresenceFrame>(static told => told is { Nick: "ann", Status: UserStatus.Online, Room: null });
    }

    [Test]
    public async Task Nick_OnOneDevice_IsToldToTheOtherAndToThoseWhoMeetHer()
    {
        var ben = await EnterAsync("ben");
        await _ann.PostAsync("@ben", "hi");
        await ben.FenceAsync();

        await _ann.NickAsync("anna");

        Assert.That(await _phone.FindAsync<RenamedFrame>(), Is.EqualTo(new RenamedFrame("ann", "anna")));
        Assert.That(await ben.FindAsync<RenamedFrame>(), Is.EqualTo(new RenamedFrame("ann", "anna")));
        Assert.That((await ben.PostAsync("@ann", "a nick of before is still hers")).Room, Is.EqualTo("@anna"));
    }

    private ShownCertificate NewDevice()
    {
        var device = ShownCertificate.Ec();
        _devices.Add(device);
        return device;
    }
}
