using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using Chat.Server.Sequencing;
using Chat.Server.Sequencing.Commands;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>Two requests that want opposite things, in one group: whichever has its turn first decides what the other finds.</summary>
[TestFixture]
internal sealed class OrderTests
{
    private TurnBench _bench = null!;
    private Guest _ann = null!;
    private Guest _ben = null!;

    [SetUp]
    public void SetUp()
    {
        _bench = new TurnBench();
        (_ann, _ben) = (_bench.Register("ann"), _bench.Enter("ben"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Rename_AndADirectMessageToTheOldNick(bool postsFirst)
    {
        var (post, rename) = (_bench.Post(_ann, "@ben"), _bench.Rename(_ben, "bert"));

        var group = Do(postsFirst, post, rename);

        Assert.That(TurnBench.AnswersTo(group, _ann).Single(), postsFirst ? Is.InstanceOf<PostedFrame>() : Is.InstanceOf<ErrorFrame>());
        Assert.That(TurnBench.AnswersTo(group, _ben).Single(), Is.InstanceOf<DoneFrame>());
        Assert.That(_bench.Ask<MineListFrame>(_bench.Mine(_ann)).Rooms.Select(room => room.Room), postsFirst ? Is.EqualTo(new[] { "@bert" }) : Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Rename_AndADirectMessageToTheOldNickOfARegisteredUser_ReachesHimEitherWay(bool postsFirst)
    {
        var (post, rename) = (_bench.Post(_ben, "@ann"), _bench.Rename(_ann, "anna"));

        var group = Do(postsFirst, post, rename);

        Assert.That(TurnBench.AnswersTo(group, _ben).Single(), Is.InstanceOf<PostedFrame>(), "A former nick stays his.");
        Assert.That(_bench.Ask<MineListFrame>(_bench.Mine(_ben)).Rooms.Select(room => room.Room), Is.EqualTo(new[] { "@anna" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Leave_AndAJoinOnAnotherDevice(bool leavesFirst)
    {
        var other = _bench.Register("ann");
        _bench.Do(_bench.Join(_ann, "#a"), _bench.Post(_ann, "#a"));

        var group = Do(leavesFirst, _bench.Leave(_ann, "#a"), _bench.Join(other, "#a"));

        Assert.That(_bench.Ask<MineListFrame>(_bench.Mine(_ann)).Rooms, Has.Count.EqualTo(leavesFirst ? 1 : 0));
        Assert.That(ToldOf(group, _ann), leavesFirst ? Is.EqualTo(new[] { true }) : Is.Empty);
        Assert.That(ToldOf(group, other), Is.EqualTo(new[] { false }));
        Assert.That(IsFollowing(group, other), Is.EqualTo(leavesFirst));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Kick_AndALeave(bool leavesFirst)
    {
        _bench.Do(_bench.Join(_ann, "#a"), _bench.Join(_ben, "#a"));

        var group = Do(leavesFirst, _bench.Leave(_ben, "#a"), _bench.Moderate(_ann, "#a", "kick", "ben"));

        Assert.That(TurnBench.AnswersTo(group, _ann).Single(), leavesFirst ? Is.InstanceOf<ErrorFrame>() : Is.InstanceOf<DoneFrame>());
        Assert.That(TurnBench.AnswersTo(group, _ben).Single(), leavesFirst ? Is.InstanceOf<DoneFrame>() : Is.InstanceOf<ErrorFrame>());
        Assert.That(TurnBench.Ends(group, _ben).Count(), Is.EqualTo(leavesFirst ? 0 : 1));
    }

    private Group Do(bool inThisOrder, Command one, Command other) => inThisOrder ? _bench.Do(one, other) : _bench.Do(other, one);

    private static IEnumerable<bool> ToldOf(Group group, Subscriber to) => group.Outputs
        .Where(output => output.Kind == InstructionKind.Notice && ReferenceEquals(output.Subscriber, to))
        .Select(output => ((MembershipFrame)output.Frame!).In);

    private static bool IsFollowing(Group group, Subscriber session) => group.Outputs
        .Last(output => output.Kind is InstructionKind.Subscribe or InstructionKind.Unsubscribe && ReferenceEquals(output.Subscriber, session))
        .Kind == InstructionKind.Subscribe;
}
