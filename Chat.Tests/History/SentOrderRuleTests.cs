using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;

namespace Chat.Tests.History;

/// <summary>What can be demanded of the order of one session's posts, and what cannot.</summary>
[TestFixture]
public sealed class SentOrderRuleTests
{
    private static readonly PostFrame First = Scene.Post(1);
    private static readonly PostFrame Second = Scene.Post(2);
    private Scene _scene = null!;
    private SessionRecorder _anna = null!;

    [SetUp]
    public void SetUp()
    {
        _scene = new Scene();
        _anna = _scene.Open("anna");
    }

    [Test]
    public void Check_PostsTakenAtOnceInAnotherOrder_IsWrong()
    {
        var (first, second) = (_anna.Posts(First), _anna.Posts(Second));
        Scene.Acknowledge(_anna, second, _scene.Store("anna", Second));
        Scene.Acknowledge(_anna, first, _scene.Store("anna", First));

        ExpectAFault();
    }

    [Test]
    public void Check_PostsTakenAtOnceInAnotherOrderAfterARefusal_IsWrong()
    {
        _anna.Refused(_anna.Posts(Scene.Post(3)), ErrorCodes.StorageFull);
        Check_PostsTakenAtOnceInAnotherOrder_IsWrong();
    }

    [Test]
    public void Check_PostsSentAgainInOrder_AreInOrder()
    {
        var (first, second) = LoseTheConnectionAfterBoth();
        Scene.Acknowledge(_anna, _anna.Posts(First), first);
        Scene.Acknowledge(_anna, _anna.Posts(Second), second);

        ExpectAFault();
    }

    [Test]
    public void Check_TheSecondWithoutTheFirst_MayComeEarlier()
    {
        var (first, second) = LoseTheConnectionAfterBoth();
        Scene.Acknowledge(_anna, _anna.Posts(Second), second);
        Scene.Acknowledge(_anna, _anna.Posts(First), first);

        Assert.That(_scene.Check(), Is.Empty);
    }

    [Test]
    public void Check_TheSecondSentAgainWhenTheFirstIsAcknowledged_IsStoredOnlyBehindIt()
    {
        var (first, second) = LoseTheConnectionAfterBoth();
        Scene.Acknowledge(_anna, _anna.Posts(First), first);
        _anna.Ended();
        _anna = _scene.Open("anna");
        Scene.Acknowledge(_anna, _anna.Posts(Second), second);

        ExpectAFault();
    }

    [Test]
    public void Check_TheSecondNeverSentAgain_IsStoredOnlyBehindTheFirst()
    {
        var (first, _) = LoseTheConnectionAfterBoth();
        Scene.Acknowledge(_anna, _anna.Posts(First), first);

        ExpectAFault();
    }

    [TestCase(ErrorCodes.StorageFull)]
    [TestCase(ErrorCodes.NotMember)]
    public void Check_PostsOfWhichOneMayHaveBeenRefused_MayComeInEitherOrder(string code)
    {
        var other = _scene.Open("bob");
        other.Refused(other.Posts(Scene.Post(3)), code);
        var (first, second) = LoseTheConnectionAfterBoth();
        Scene.Acknowledge(_anna, _anna.Posts(First), first);
        Scene.Acknowledge(_anna, _anna.Posts(Second), second);

        Assert.That(_scene.Check(), Is.Empty);
    }

    [Test]
    public void Check_TheFirstRefusedForNow_MayComeLater()
    {
        _anna.Refused(_anna.Posts(First), ErrorCodes.Unavailable);
        _scene.Say(_anna, Second);
        _scene.Say(_anna, First);

        Assert.That(_scene.Check(), Is.Empty);
    }

    /// <summary>The second one is stored before the first.</summary>
    private (EventFrame First, EventFrame Second) LoseTheConnectionAfterBoth()
    {
        _anna.Posts(First);
        _anna.Posts(Second);
        _anna.Ended();
        _scene.Recorder.Restarted();
        _anna = _scene.Open("anna");
        var second = _scene.Store("anna", Second);
        return (_scene.Store("anna", First), second);
    }

    private void ExpectAFault()
    {
        var faults = _scene.Check();
        Assert.That(faults, Is.Not.Empty.And.All.StartsWith("SentOrder: Sent first: Text \"text 1\" to #room by session 1 of anna (run 1), sent at"));
    }
}
