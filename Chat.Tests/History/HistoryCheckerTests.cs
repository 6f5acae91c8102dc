using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;

namespace Chat.Tests.History;

/// <summary>Histories in which one thing is wrong, or looks wrong and is not: found by the one rule that is there for it, and by no other.</summary>
[TestFixture]
public sealed class HistoryCheckerTests
{
    private Scene _scene = null!;

    [SetUp]
    public void SetUp() => _scene = new Scene();

    [Test]
    public void Check_WhatIsAcknowledgedDeliveredAndKept_FindsNothing()
    {
        var (anna, bob) = (_scene.OpenAndJoin("anna"), _scene.OpenAndJoin("bob"));
        var said = _scene.Say(anna, Scene.Post(1));
        _scene.Recorder.Calmed();
        bob.Delivered(said);
        anna.Delivered(said);

        Assert.That(_scene.Check(), Is.Empty);
    }

    [Test]
    public void Check_AnAcknowledgedEventThatIsNotInTheLog_IsNotKept()
    {
        var anna = _scene.Open("anna");
        var first = _scene.Say(anna, Scene.Post(1));
        Scene.Acknowledge(anna, anna.Posts(Scene.Post(2)), first with { Key = Scene.Post(2).Key, Seq = 2 });
        anna.Joined(anna.Asks(), 2, new JoinedFrame(1, Scene.Room, null, 1, 2, 1, _scene.Log, RoomRole.Member, 0, 0));

        Assert.That(_scene.Check(), Has.Some.StartsWith("Kept: The key 00000002 of anna got seq 2 in #room, acknowledged to session 1 of anna (run 1) at"));
    }

    [Test]
    public void Check_AnUnansweredPost_MayBeStoredOrNot()
    {
        var anna = _scene.Open("anna");
        anna.Posts(Scene.Post(1));
        anna.Posts(Scene.Post(2));
        _scene.Store("anna", Scene.Post(1));

        Assert.That(_scene.Check(), Is.Empty);
    }

    [TestCase(ErrorCodes.NotMember, ExpectedResult = "Said")]
    [TestCase(ErrorCodes.StorageFull, ExpectedResult = "")]
    [TestCase(ErrorCodes.Unavailable, ExpectedResult = "")]
    public string Check_ARefusedPostThatIsStored_IsWrongIfTheRefusalIsDefinite(string code)
    {
        var anna = _scene.Open("anna");
        anna.Refused(anna.Posts(Scene.Post(1)), code);
        _scene.Store("anna", Scene.Post(1));

        return _scene.RulesBroken();
    }

    [Test]
    public void Check_ARefusedPostSentAgainWithoutAnswer_MayBeStored()
    {
        var anna = _scene.Open("anna");
        anna.Refused(anna.Posts(Scene.Post(1)), ErrorCodes.NotMember);
        anna.Posts(Scene.Post(1));
        _scene.Store("anna", Scene.Post(1));

        Assert.That(_scene.Check(), Is.Empty);
    }

    [Test]
    public void Check_AKeyOfSomebodyElse_IsAnotherPost()
    {
        var (anna, bob) = (_scene.Open("anna"), _scene.Open("bob"));
        _scene.Say(anna, Scene.Post(1));
        _scene.Say(bob, Scene.Post(1, text: "something else"));

        Assert.That(_scene.Check(), Is.Empty);
    }

    [Test]
    public void Check_AnEventByANickThatItsSenderNeverHad_WasNotSaid()
    {
        _scene.Open("anna").Posts(Scene.Post(1));
        _scene.Store("bob", Scene.Post(1));

        Assert.That(_scene.RulesBroken(), Is.EqualTo("Said"));
    }

    [Test]
    public void Check_AnEventByANewNick_WasSaid()
    {
        var anna = _scene.Open("anna");
        anna.Renamed("anne");
        anna.Posts(Scene.Post(1));
        _scene.Store("anne", Scene.Post(1));

        Assert.That(_scene.Check(), Is.Empty);
    }

    [Test]
    public void Check_AnEventOfModeration_NeedsNoSender()
    {
        var events = new List<PageEvent> { new(1, 5, "anna", EventKind.Moderation, "kick bob 0") };

        Assert.That(HistoryChecker.Check(_scene.Recorder.Finish([new FinalLog(Scene.Room, _scene.Log, 1, events)])), Is.Empty);
    }

    [Test]
    public void Check_AnAcknowledgedKeyThatIsRefusedLater_HasTwoAnswers()
    {
        var anna = _scene.Open("anna");
        _scene.Say(anna, Scene.Post(1));
        anna.Refused(anna.Posts(Scene.Post(1)), ErrorCodes.NotMember);

        Assert.That(_scene.RulesBroken(), Is.EqualTo("Once"));
    }

    [Test]
    public void Check_MoreFaultsThanAnyoneReads_TellsSomeAndCountsTheRest()
    {
        var anna = _scene.Open("anna");
        for (var key = 1; key <= 50; key++)
        {
            anna.Delivered(_scene.Say(anna, Scene.Post(key)));
        }

        var faults = _scene.Check();

        Assert.That(faults, Has.Count.EqualTo(21));
        Assert.That(faults[^1], Is.EqualTo("Membership: and 30 more."));
    }

    [Test]
    public void Check_OfManyEditsOfOneMessage_TakesAboutAsLongAsTheHistoryIs()
    {
        const int Posts = 20_000;
        var (anna, bob) = (_scene.OpenAndJoin("anna"), _scene.OpenAndJoin("bob"));
        var said = new List<EventFrame> { _scene.Say(anna, Scene.Post(1)) };
        for (var key = 2; key <= Posts; key++)
        {
            said.Add(_scene.Say(anna, Scene.Post(key, EventKind.Edit, about: 1)));
        }

        said.ForEach(anna.Delivered);
        _scene.Join(bob, 0, Posts);
        said.ForEach(e => bob.Delivered(_scene.Revise(e, e.Kind, said[^1].Text, e.Ref)));

        Assert.That(_scene.Check(), Is.Empty);
    }
}
