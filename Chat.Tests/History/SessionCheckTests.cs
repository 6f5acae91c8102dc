using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;

namespace Chat.Tests.History;

/// <summary>What sessions see of heads, rooms and each other, with one thing wrong or none.</summary>
[TestFixture]
public sealed class SessionCheckTests
{
    private Scene _scene = null!;

    [SetUp]
    public void SetUp() => _scene = new Scene();

    [Test]
    public void Check_APostSentAfterAnAnswer_MustComeAfterIt()
    {
        var (anna, bob) = (_scene.Open("anna"), _scene.Open("bob"));
        var annas = anna.Posts(Scene.Post(1));
        _scene.Store("bob", Scene.Post(2));
        Scene.Acknowledge(anna, annas, _scene.Store("anna", Scene.Post(1)));
        bob.Posts(Scene.Post(2));

        Assert.That(_scene.RulesBroken(), Is.EqualTo("RealTime"));
    }

    [Test]
    public void Check_PostsSentSideBySide_MayComeInEitherOrder()
    {
        var (anna, bob) = (_scene.Open("anna"), _scene.Open("bob"));
        var annas = anna.Posts(Scene.Post(1));
        bob.Posts(Scene.Post(2));
        _scene.Store("bob", Scene.Post(2));
        Scene.Acknowledge(anna, annas, _scene.Store("anna", Scene.Post(1)));

        Assert.That(_scene.Check(), Is.Empty);
    }

    [Test]
    public void Check_AnEventDeliveredBeforeAnybodySentIt_IsOutOfTime()
    {
        var anna = _scene.OpenAndJoin("anna");
        anna.Delivered(_scene.Store("anna", Scene.Post(1)));
        anna.Posts(Scene.Post(1));

        Assert.That(_scene.RulesBroken(), Is.EqualTo("RealTime"));
    }

    [Test]
    public void Check_AHeadThatIsLowerThanWhatWasAcknowledged_WentBack()
    {
        var anna = _scene.Open("anna");
        _scene.Say(anna, Scene.Post(1));
        anna.Ended();
        _scene.Recorder.Restarted();
        _scene.OpenAndJoin("anna", after: 0, head: 0);

        Assert.That(_scene.RulesBroken(), Is.EqualTo("Head"));
    }

    [Test]
    public void Check_AJoinAskedForBeforeTheAnswer_MaySayALowerHead()
    {
        var (anna, bob) = (_scene.Open("anna"), _scene.Open("bob"));
        var asked = bob.Asks();
        _scene.Say(anna, Scene.Post(1));
        bob.Joined(asked, null, new JoinedFrame(1, Scene.Room, null, 1, 0, 1, _scene.Log, RoomRole.Member, 0, 0));

        Assert.That(_scene.Check(), Is.Empty);
    }

    [Test]
    public void Check_ARoomWithAnotherLogAfterARestart_LostItsIdentity()
    {
        _scene.OpenAndJoin("anna");
        _scene.Recorder.Restarted();
        var anna = _scene.Open("anna");
        anna.Joined(anna.Asks(), 0, new JoinedFrame(1, Scene.Room, null, 1, 0, 1, Guid.Empty, RoomRole.Member, 0, 0));

        Assert.That(_scene.Check(), Has.All.StartsWith("Head: The log of #room was"));
    }

    [Test]
    public void Check_WhatComesAfterLeave_IsToldToSomebodyOutside()
    {
        var anna = _scene.OpenAndJoin("anna");
        anna.Left(Scene.Room);
        anna.Delivered(_scene.Say(anna, Scene.Post(1)));

        Assert.That(_scene.RulesBroken(), Is.EqualTo("Membership"));
    }

    [Test]
    public void Check_JoiningAgain_MovesTheCursor()
    {
        var anna = _scene.OpenAndJoin("anna");
        var said = _scene.Say(anna, Scene.Post(1));
        anna.Delivered(said);
        _scene.Join(anna, after: 0, head: 1);
        anna.Delivered(said);
        _scene.Join(anna, after: null, head: 1);
        anna.Delivered(_scene.Say(anna, Scene.Post(2)));

        Assert.That(_scene.Check(), Is.Empty);
    }

    [Test]
    public void Check_SomebodyWhoDoesNotHaveTheLastEvent_HasNotReachedTheHead()
    {
        var anna = _scene.OpenAndJoin("anna");
        _scene.Say(anna, Scene.Post(1));
        _scene.Recorder.Calmed();

        Assert.That(_scene.RulesBroken(), Is.EqualTo("Reached"));
    }

    [Test]
    public void Check_ConnectionsThatEnded_NeedNotReachTheHead()
    {
        var anna = _scene.OpenAndJoin("anna");
        anna.Delivered(_scene.Say(anna, Scene.Post(1)));
        _scene.OpenAndJoin("bob", after: 0, head: 1).Ended();
        _scene.Recorder.Calmed();

        Assert.That(_scene.Check(), Is.Empty);
    }

    [Test]
    public void Check_CalmWithNobodyJoined_ShowsNothing()
    {
        _scene.OpenAndJoin("anna").Ended();
        _scene.Recorder.Calmed();

        Assert.That(_scene.RulesBroken(), Is.EqualTo("Reached"));
    }
}
