using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>Codes that let somebody in: devices, invitations, operators.</summary>
[TestFixture]
internal sealed class EntryCodeTests
{
    private TurnBench _bench = null!;
    private Guest _ann = null!;

    [SetUp]
    public void SetUp()
    {
        _bench = new TurnBench();
        _ann = _bench.Enter("ann", 1);
    }

    [Test]
    public void Of_AnyBits_CarriesAHundredOfThem()
    {
        Assert.That(EntryCode.Of(Guid.Empty), Is.EqualTo("0000-0000-0000-0000-0000"));
        Assert.That(EntryCode.Of(new Guid([.. Enumerable.Repeat((byte)255, 16)])), Is.EqualTo("ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ"));
    }

    [TestCase("0a1b-0000-0000-0000-0000")]
    [TestCase("OAIB 0000 0000 0000 0000")]
    [TestCase("oalb0000000000000000")]
    public void HashOf_HoweverItIsTyped_IsTheSame(string typed) => Assert.That(EntryCode.HashOf(typed), Is.EqualTo(EntryCode.HashOf("0A1B-0000-0000-0000-0000")));

    [Test]
    public void Enter_WithALinkCode_AddsTheDevice()
    {
        var link = _bench.Ask<LinkCodeFrame>(_bench.Link(_ann));

        Assert.That(link.Expires, Is.EqualTo(_bench.Now + 600_000));
        Assert.That(_bench.Enter("ann", 2, link.Code.ToLowerInvariant()).Nick, Is.EqualTo("ann"));
        Assert.That(_bench.Enter(null, 2).Nick, Is.EqualTo("ann"), "The device is his from now on.");
        Assert.That(_bench.FailToEnter("ann", 3, link.Code), Is.EqualTo(ErrorCodes.BadCode), "It works once.");
        Assert.That(_bench.Enter("ann", 2, link.Code).Nick, Is.EqualTo("ann"), "Whoever did not hear the first answer may ask again.");
    }

    [Test]
    public void Enter_WithOneLinkCodeTwiceAtOnce_AddsOneDevice()
    {
        var code = _bench.Ask<LinkCodeFrame>(_bench.Link(_ann)).Code;
        var (one, other) = (_bench.EnterOf(_bench.Connect(), "ann", TurnBench.DeviceOf(2), code), _bench.EnterOf(_bench.Connect(), "ann", TurnBench.DeviceOf(3), code));

        var group = _bench.Do(one, other);

        Assert.That(TurnBench.AnswersTo(group, one.From).Single(), Is.InstanceOf<WelcomeFrame>());
        Assert.That(((ErrorFrame)TurnBench.AnswersTo(group, other.From).Single()).Code, Is.EqualTo(ErrorCodes.BadCode));
        Assert.That(_bench.Ask<DeviceListFrame>(_bench.Devices(_ann)).Devices, Has.Count.EqualTo(2));
    }

    [Test]
    public void Enter_WithACodeOfSomebodyElse_IsBadCode()
    {
        _bench.Enter("ben", 2);
        var code = _bench.Ask<LinkCodeFrame>(_bench.Link(_ann)).Code;

        Assert.That(_bench.FailToEnter("ben", 3, code), Is.EqualTo(ErrorCodes.BadCode));
        Assert.That(_bench.FailToEnter("free", 3, code), Is.EqualTo(ErrorCodes.BadCode));
        Assert.That(_bench.FailToEnter("ann", 3, "0000"), Is.EqualTo(ErrorCodes.BadCode));
    }

    [Test]
    public void Enter_WithALinkCodeThatIsTooOld_IsBadCode()
    {
        var code = _bench.Ask<LinkCodeFrame>(_bench.Link(_ann)).Code;
        _bench.Now += 600_000;

        Assert.That(_bench.FailToEnter("ann", 2, code), Is.EqualTo(ErrorCodes.BadCode));
    }

    [Test]
    public void Link_OnceTooOften_EndsTheOldestCode()
    {
        var codes = Enumerable.Range(0, CodeDirectory.MaxLinks + 1).Select(_ =>
        {
            _bench.Now++;
            return _bench.Ask<LinkCodeFrame>(_bench.Link(_ann)).Code;
        }).ToArray();

        Assert.That(_bench.FailToEnter("ann", 2, codes[0]), Is.EqualTo(ErrorCodes.BadCode));
        Assert.That(_bench.Enter("ann", 2, codes[1]).Nick, Is.EqualTo("ann"));
    }

    [Test]
    public void Enter_WithManyWrongCodes_HasToWait()
    {
        var code = _bench.Ask<LinkCodeFrame>(_bench.Link(_ann)).Code;
        for (var i = 0; i < AccessRules.DefaultCodeAttempts; i++)
        {
            Assert.That(_bench.FailToEnter("ann", 2, "wrong"), Is.EqualTo(ErrorCodes.BadCode));
        }

        Assert.That(_bench.FailToEnter("ann", 2, code), Is.EqualTo(ErrorCodes.RateLimited), "not even the right one: guessing tells nothing");
        Assert.That(_bench.FailToEnter("ann", 2, "wrong", "192.0.2.2"), Is.EqualTo(ErrorCodes.BadCode), "Others are not kept waiting.");
        _bench.Now += 60_000;
        Assert.That(_bench.Enter("ann", 2, code).Nick, Is.EqualTo("ann"));
    }

    [Test]
    public void Unlink_OfADevice_EndsItsSessions()
    {
        var other = _bench.Enter("ann", 2, _bench.Ask<LinkCodeFrame>(_bench.Link(_ann)).Code);

        var group = _bench.Do(_bench.Unlink(_ann, 2));

        Assert.That(group.Outputs.Where(output => ReferenceEquals(output.Subscriber, other.From)).Select(output => output.Frame), Has.Some.InstanceOf<ByeFrame>());
        Assert.That(_bench.FailToEnter("ann", 2), Is.EqualTo(ErrorCodes.NickInUse), "It is anybody's device now.");
        Assert.That(_bench.Fail(_bench.Unlink(_ann, 1)), Is.EqualTo(ErrorCodes.Forbidden), "the last one");
        Assert.That(_bench.Fail(_bench.Unlink(_ann, 9)), Is.EqualTo(ErrorCodes.BadField));
    }

    [Test]
    public void Devices_OfAGuest_AreForbidden()
    {
        var guest = _bench.Enter("guest");

        Assert.That(_bench.Fail(_bench.Link(guest)), Is.EqualTo(ErrorCodes.Forbidden));
        Assert.That(_bench.Fail(_bench.Devices(guest)), Is.EqualTo(ErrorCodes.Forbidden));
        Assert.That(_bench.Fail(_bench.Unlink(guest, 1)), Is.EqualTo(ErrorCodes.Forbidden));
    }

    [Test]
    public void Enter_WhereOneHasToBeInvited_TakesAnInvitation()
    {
        _bench = new TurnBench(access: new AccessRules { Registration = Registration.Invite, Guests = GuestPolicy.Local });
        var code = _bench.CodeFor(CodePurpose.Invitation, uses: 2);

        Assert.That(_bench.FailToEnter("ann", 1), Is.EqualTo(ErrorCodes.RegistrationClosed));
        Assert.That(WhyNot(null, "127.0.0.1"), Does.StartWith("This server is for those who are invited").And.EndsWith("Guests are let in, who show no device key: chat --guest."));
        Assert.That(WhyNot(null), Does.EndWith("ask whoever runs it for a link."), "Guests from elsewhere are not let in.");
        Assert.That(_bench.FailToEnter("ann", 1, "wrong"), Is.EqualTo(ErrorCodes.BadCode));
        _bench.Enter("ann", 1, code);
        Assert.That(_bench.FailToEnter("Ann", 2, code), Is.EqualTo(ErrorCodes.NickInUse), "which uses nothing up");
        _bench.Enter("ben", 2, code);
        Assert.That(_bench.FailToEnter("eve", 3, code), Is.EqualTo(ErrorCodes.BadCode), "It was good for two.");
        Assert.That(_bench.Enter(null, 1).Nick, Is.EqualTo("ann"), "Whoever is in needs none.");
        Assert.That(_bench.Enter("local").Welcome.Registered, Is.False, "a guest on this machine");
        var far = _bench.EnterOf(_bench.Connect(), "far") with { Address = PeerAddress.Of(System.Net.IPAddress.Parse("192.0.2.1")) };
        Assert.That(_bench.Fail(far), Is.EqualTo(ErrorCodes.RegistrationClosed), "a guest from elsewhere");
    }

    [Test]
    public void Enter_WithAnInvitationIntoAPrivateRoom_MayJoinIt()
    {
        _bench.Do(_bench.Join(_ann, "#cave"), _bench.Moderate(_ann, "#cave", "private"));
        var code = _bench.CodeFor(CodePurpose.Invitation, room: "#cave", uses: 2);
        var old = _bench.Enter("old", 8);

        Assert.That(_bench.Fail(_bench.Join(_bench.Enter("eve", 9), "#cave")), Is.EqualTo(ErrorCodes.Forbidden));
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(_bench.Enter("ben", 2, code), "#cave")).Members, Is.EqualTo(2));
        _bench.Enter(null, 8, code);
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(old, "#cave")).Members, Is.EqualTo(3), "Whoever has an account can use a link too.");
    }

    [Test]
    public void Enter_WhereNobodyIsTaken_TakesTheOperatorsCodeOnly()
    {
        _bench = new TurnBench(access: new AccessRules { Registration = Registration.Closed, Guests = GuestPolicy.None });
        var (invitation, operators) = (_bench.CodeFor(CodePurpose.Invitation), _bench.CodeFor(CodePurpose.Operator));

        Assert.That(_bench.FailToEnter("ann", 1, invitation), Is.EqualTo(ErrorCodes.RegistrationClosed));
        Assert.That(WhyNot(null), Is.EqualTo("This server takes nobody new."));
        Assert.That(WhyNot(invitation), Is.EqualTo("This server takes nobody new, not even with an invitation."));
        _bench.Enter("ann", 1, operators);

        var list = _bench.Order(new OperatorsCommand()).Value!;
        Assert.That(list.Operators, Is.EqualTo(new[] { ("ann", default(long?)) }));
        Assert.That(list.HasCode, Is.False);
    }

    [Test]
    public void Enter_OfAnOperator_TellsHimSo_AndNobodyElse()
    {
        var code = _bench.CodeFor(CodePurpose.Operator);
        var made = _bench.Ask<WelcomeFrame>(_bench.EnterOf(_bench.Connect(), "ann", TurnBench.DeviceOf(1), code));
        Assert.That(made.Motd, Does.EndWith("You are an operator of this server."), "he has just become one");
        Assert.That(_bench.Ask<WelcomeFrame>(_bench.EnterOf(_bench.Connect(), "ann", TurnBench.DeviceOf(1))).Motd, Is.EqualTo(made.Motd));
        Assert.That(_bench.Ask<WelcomeFrame>(_bench.EnterOf(_bench.Connect(), "ben", TurnBench.DeviceOf(2))).Motd, Is.Null);
    }

    [Test]
    public void Enter_OfManyNewUsersFromOneAddress_HasToWait()
    {
        _bench = new TurnBench(access: new AccessRules { RegistrationsPerAddress = 2 });
        _bench.Enter("a", 1);
        _bench.Enter("b", 2);

        Assert.That(_bench.FailToEnter("c", 3), Is.EqualTo(ErrorCodes.RateLimited));
        Assert.That(_bench.Ask<WelcomeFrame>(_bench.EnterOf(_bench.Connect(), "d", TurnBench.DeviceOf(4), null, "127.0.0.1")), Is.Not.Null, "This machine is the operator's own.");
        _bench.Now += 1_800_000;
        Assert.That(_bench.Enter("c", 3).Nick, Is.EqualTo("c"));
    }

    [Test]
    public void Release_OfNicks_FreesThem()
    {
        _bench.Do(_bench.Rename(_ann, "anna"));

        Assert.That(_bench.Order(new ReleaseCommand(TurnBench.NickOf("ann"), false)).Value, Is.EqualTo("anna"));
        Assert.That(_bench.Enter("ann", 2).Nick, Is.EqualTo("ann"));
        Assert.That(_bench.Order(new ReleaseCommand(TurnBench.NickOf("anna"), false)).Code, Is.EqualTo(ErrorCodes.NickInUse), "somebody goes by it");
        Assert.That(_bench.Order(new ReleaseCommand(TurnBench.NickOf("anna"), true)).Value, Is.EqualTo("anna2"));
        Assert.That(_bench.Enter("anna").Nick, Is.EqualTo("anna"));
        Assert.That(_bench.Enter(null, 1).Nick, Is.EqualTo("anna2"));
        Assert.That(_bench.Order(new ReleaseCommand(TurnBench.NickOf("nobody"), true)).Code, Is.EqualTo(ErrorCodes.NoSuchNick));
    }

    [Test]
    public void Join_OfManyNewRooms_HasToWait()
    {
        _bench = new TurnBench(access: new AccessRules { NewRooms = 2, NewConversations = 1 });
        var (ann, ben, eve) = (_bench.Enter("ann", 1), _bench.Enter("ben"), _bench.Enter("eve"));
        _bench.Do(_bench.Join(ann, "#a"), _bench.Join(ann, "#b"), _bench.Post(ann, "@ben"));

        Assert.That(_bench.Fail(_bench.Join(ann, "#c")), Is.EqualTo(ErrorCodes.RateLimited));
        Assert.That(_bench.Fail(_bench.Post(ann, "@eve")), Is.EqualTo(ErrorCodes.RateLimited));
        Assert.That(_bench.Fail(_bench.Join(ann, "@eve")), Is.EqualTo(ErrorCodes.RateLimited));
        Assert.That(_bench.Ask<PostedFrame>(_bench.Post(ann, "@ben")).Seq, Is.EqualTo(2), "What there is can be used.");
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(ben, "#c")).Room, Is.EqualTo("#c"), "Others may.");
        Assert.That(_bench.Ask<PostedFrame>(_bench.Post(eve, "@ann")).Seq, Is.EqualTo(1));
        _bench.Now += 1_800_000;
        Assert.That(_bench.Ask<JoinedFrame>(_bench.Join(ann, "#d")).Room, Is.EqualTo("#d"));
    }

    private string WhyNot(string? code, string address = "192.0.2.1") =>
        _bench.Ask<ErrorFrame>(_bench.EnterOf(_bench.Connect(), "ann", TurnBench.DeviceOf(1), code, address)).Message;
}
