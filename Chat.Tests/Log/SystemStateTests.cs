using Chat.Protocol;
using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;
using NUnit.Framework;

namespace Chat.Tests.Log;

/// <summary>What the system log comes to, event by event, and what cannot be in one.</summary>
[TestFixture]
internal sealed class SystemStateTests
{
    private static readonly UserId Ann = new(1);
    private static readonly UserId Ben = new(2);
    private static readonly UserId Nobody = new(9);
    private static readonly LogId Hall = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly LogId Talk = new(new Guid(2, 0, 0, new byte[8]));
    private static readonly LogId Nowhere = new(new Guid(9, 0, 0, new byte[8]));
    private static readonly SecretHash First = SecretHash.Of(new Guid(1, 1, 0, new byte[8]));
    private static readonly SecretHash Second = SecretHash.Of(new Guid(1, 2, 0, new byte[8]));
    private static readonly SecretHash Unknown = SecretHash.Of(new Guid(1, 9, 0, new byte[8]));

    private static readonly DeviceId Laptop = new(new Fingerprint([.. Enumerable.Repeat((byte)1, 32)]));

    private SystemState _state = null!;

    private static IEnumerable<SystemEvent> Misfits() =>
    [
        new UserAdded(9, Ann, "ann"),
        new UserRenamed(9, Nobody, "who"),
        new UserForgotten(9, Nobody),
        new SecretIssued(9, Nobody, Unknown),
        new SecretIssued(9, Ben, First),
        new SecretEnded(9, Unknown),
        new SecretWithdrawn(9, Unknown),
        new BlockChanged(9, Nobody, Ann, true),
        new BlockChanged(9, Ann, Nobody, true),
        new BlockChanged(9, Ann, Ben, true),
        new BlockChanged(9, Ben, Ann, false),
        new RoomAdded(9, Hall, "#hall"),
        new RoomAdded(9, Talk, "#talk"),
        new RoomRemoved(9, Nowhere),
        new ConversationAdded(9, Talk, Ann, Ben),
        new ConversationAdded(9, Nowhere, Ann, Nobody),
        new ConversationAdded(9, Nowhere, Nobody, Ann),
        new ConversationHidden(9, Nowhere, Ann, true),
        new ConversationHidden(9, Talk, Nobody, true),
        new ConversationHidden(9, Talk, Ann, true),
        new ConversationHidden(9, Talk, Ben, false),
        new MemberAdded(9, Nowhere, Ann),
        new MemberAdded(9, Hall, Nobody),
        new MemberAdded(9, Hall, Ann),
        new MemberRemoved(9, Nowhere, Ann),
        new MemberRemoved(9, Hall, Ben),
        new DeviceAdded(9, Nobody, Laptop, ""),
        new DeviceRemoved(9, Ann, Laptop),
        new NickReserved(9, Nobody, "who"),
        new NickReleased(9, Ann, "who"),
        new OperatorChanged(9, Nobody, true, null),
        new CodeIssued(9, First, CodePurpose.Invitation, null, null, 1, null),
        new CodeUsed(9, Unknown, Ann),
        new CodeEnded(9, Unknown),
        new RoleChanged(9, Nowhere, Ann, RoomRole.Owner, null),
        new RoleChanged(9, Hall, Nobody, RoomRole.Owner, null),
        new RoleChanged(9, Hall, Ann, RoomRole.Member, null),
        new PrivacyChanged(9, Nowhere, true, null),
        new InvitationAdded(9, Hall, Nobody, null),
        new InvitationEnded(9, Hall, Ann),
        new RestrictionAdded(9, Nowhere, new Restriction(RestrictionKind.Ban, Ann, "ann", null, null, ""), null),
        new RestrictionAdded(9, null, new Restriction(RestrictionKind.Ban, Nobody, "who", null, null, ""), null),
        new RestrictionEnded(9, null, RestrictionKind.Ban, Ann, null),
        new NeverHeardOf(9),
    ];

    [SetUp]
    public void SetUp()
    {
        _state = new SystemState();
        Apply(
            new UserAdded(5, Ann, "ann"),
            new UserAdded(6, Ben, "ben"),
            new SecretIssued(6, Ann, First),
            new SecretIssued(7, Ann, Second),
            new RoomAdded(7, Hall, "#hall"),
            new MemberAdded(7, Hall, Ann),
            new ConversationAdded(7, Talk, Ann, Ben),
            new ConversationHidden(7, Talk, Ann, true),
            new BlockChanged(7, Ann, Ben, true),
            new CodeIssued(7, First, CodePurpose.Invitation, null, null, 1, null));
    }

    [Test]
    public void Apply_OfWhatIsNew_AddsIt()
    {
        var (ann, hall, talk) = (_state.Users[Ann], _state.Rooms[Hall], _state.Rooms[Talk]);

        Assert.That((ann.Id, ann.Nick, ann.Since, ann.IsForgotten), Is.EqualTo((Ann, "ann", 5L, false)));
        Assert.That(ann.Secrets, Is.EqualTo(new[] { new StoredSecret(First, null), new StoredSecret(Second, null) }));
        Assert.That(ann.Blocked, Is.EqualTo(new[] { Ben }));
        Assert.That((hall.Log, hall.Name, hall.Pair), Is.EqualTo((Hall, "#hall", default((UserId, UserId)?))));
        Assert.That(hall.Members, Is.EqualTo(new[] { Ann }));
        Assert.That((talk.Log, talk.Name, talk.Pair), Is.EqualTo((Talk, default(string), ((UserId, UserId)?)(Ann, Ben))));
        Assert.That(talk.HiddenFor, Is.EqualTo(new[] { Ann }));
    }

    [Test]
    public void Apply_OfUserRenamed_ChangesTheNick()
    {
        Apply(new UserRenamed(9, Ann, "Anna"));

        Assert.That(_state.Users[Ann].Nick, Is.EqualTo("Anna"));
    }

    [Test]
    public void Apply_OfSecretEnded_NotesWhen()
    {
        Apply(new SecretEnded(9, First));

        Assert.That(_state.Users[Ann].Secrets, Is.EqualTo(new[] { new StoredSecret(First, 9), new StoredSecret(Second, null) }));
    }

    [Test]
    public void Apply_OfSecretWithdrawn_ForgetsIt()
    {
        Apply(new SecretWithdrawn(9, First));

        Assert.That(_state.Users[Ann].Secrets, Is.EqualTo(new[] { new StoredSecret(Second, null) }));
        Assert.That(() => Apply(new SecretEnded(9, First)), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void Apply_OfUserForgotten_KeepsHimForTheConversationsThatNameHim()
    {
        Apply(new UserForgotten(9, Ann));

        var ann = _state.Users[Ann];
        Assert.That((ann.Nick, ann.IsForgotten), Is.EqualTo(("ann", true)));
        Assert.That(ann.Secrets, Is.Empty);
        Assert.That(ann.Blocked, Is.Empty);
        Assert.That(_state.Rooms[Hall].Members, Is.Empty);
        Assert.That(_state.Rooms[Talk].Pair, Is.EqualTo((Ann, Ben)));
        Assert.That(() => Apply(new SecretEnded(9, First)), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void Apply_OfWhatTakesBack_TakesItBack()
    {
        Apply(new BlockChanged(9, Ann, Ben, false), new ConversationHidden(9, Talk, Ann, false), new MemberRemoved(9, Hall, Ann), new RoomRemoved(9, Hall));

        Assert.That(_state.Users[Ann].Blocked, Is.Empty);
        Assert.That(_state.Rooms[Talk].HiddenFor, Is.Empty);
        Assert.That(_state.Rooms.Keys, Is.EqualTo(new[] { Talk }));
    }

    [TestCaseSource(nameof(Misfits))]
    public void Apply_OfWhatDoesNotFit_Throws(object misfit) =>
        Assert.That(() => Apply((SystemEvent)misfit), Throws.TypeOf<InvalidDataException>().With.Message.Contains(misfit.GetType().Name));

    [Test]
    public void Apply_OfEveryKind_IsTried()
    {
        var kinds = typeof(SystemEvent).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(SystemEvent)));

        Assert.That(kinds, Is.SubsetOf(Misfits().Select(static misfit => misfit.GetType())));
    }

    private void Apply(params SystemEvent[] events)
    {
        foreach (var systemEvent in events)
        {
            _state.Apply(systemEvent);
        }
    }

    private sealed record NeverHeardOf(long Time) : SystemEvent(Time);
}
