using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using Chat.Server.Users;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>Who one is, and going on as who one was.</summary>
[TestFixture]
internal sealed class SequencerSessionTests
{
    private TurnBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new TurnBench();

    [Test]
    public void Enter_WithoutANick_IsRefusedAndMayBeTriedAgain()
    {
        var from = _bench.Connect();

        Assert.That(_bench.Fail(_bench.EnterOf(from, null)), Is.EqualTo(ErrorCodes.BadNick));
        Assert.That(_bench.Fail(_bench.EnterOf(from, null, _bench.NewId())), Is.EqualTo(ErrorCodes.BadNick));
        Assert.That(_bench.Ask<WelcomeFrame>(_bench.EnterOf(from, "ann", _bench.NewId())).Nick, Is.EqualTo("ann"));
    }

    [TestCase("alice", "ALICE")]
    [TestCase("alice", "aIice")]
    [TestCase("ian", "Ian")]
    [TestCase("lan", "Ian")]
    [TestCase("Ian", "lan")]
    [TestCase("tom", "torn")]
    [TestCase("evan", "ｅｖａｎ")]
    public void Enter_UnderANickThatCountsAsTheSame_IsNickInUse(string taken, string nick)
    {
        var first = _bench.Enter(taken);

        Assert.That(_bench.Fail(_bench.EnterOf(_bench.Connect(), nick)), Is.EqualTo(ErrorCodes.NickInUse));
        _bench.Do(TurnBench.Exit(first));
        Assert.That(_bench.Enter(nick).Nick, Is.EqualTo(nick));
    }

    [Test]
    public void Enter_UnderANickBetweenTwo_IsNickInUseForEither()
    {
        // "Ian" counts as "ian" and as "lan", which do not count as one.
        var (ian, lan) = (_bench.Enter("ian"), _bench.Enter("lan"));

        Assert.That(_bench.Fail(_bench.EnterOf(_bench.Connect(), "Ian")), Is.EqualTo(ErrorCodes.NickInUse));
        _bench.Do(TurnBench.Exit(ian));
        Assert.That(_bench.Fail(_bench.EnterOf(_bench.Connect(), "Ian")), Is.EqualTo(ErrorCodes.NickInUse));
        _bench.Do(TurnBench.Exit(lan));
        Assert.That(_bench.Enter("Ian").Nick, Is.EqualTo("Ian"));
    }

    [Test]
    public void Exit_OfAllAtAStop_TellsNobodyThatTheOthersLeave()
    {
        var (ann, gus, ben) = (_bench.Register("ann"), _bench.Enter("gus"), _bench.Enter("ben"));
        _bench.Do(_bench.Join(ann, "#a"), _bench.Join(gus, "#a"), _bench.Join(ben, "#a"), _bench.Post(ann, "@ben"), _bench.Post(gus, "@ben"));

        var group = _bench.Do(TurnBench.Exit(ann, new ByeFrame("The server stops.", 500)), TurnBench.Exit(gus, new ByeFrame("The server stops.", 600)));

        Assert.That(group.Outputs.Select(static output => output.Frame), Has.None.InstanceOf<PresenceFrame>());
        Assert.That(group.Outputs.Count(static output => output.Frame is ByeFrame), Is.EqualTo(2));
    }

    [Test]
    public void Nick_ToOnesOwnOtherSpelling_IsTakenAndToAnothersIsNot()
    {
        var ann = _bench.Enter("ian");
        _bench.Enter("bob");

        Assert.That(_bench.Fail(_bench.Rename(ann, "BOB")), Is.EqualTo(ErrorCodes.NickInUse));
        Assert.That(_bench.Ask<DoneFrame>(_bench.Rename(ann, "Ian")), Is.Not.Null);
        Assert.That(_bench.Ask<UserFrame>(_bench.Whois(ann, "ian")).Nick, Is.EqualTo("Ian"));
        Assert.That(_bench.Fail(_bench.EnterOf(_bench.Connect(), "ian")), Is.EqualTo(ErrorCodes.NickInUse));
    }

    [Test]
    public void Enter_WithResumeWhileTheSessionLives_ReplacesItAndKeepsTheMemberships()
    {
        var ann = _bench.Enter("ann");
        _bench.Do(_bench.Join(ann, "#a"), _bench.Post(ann, "@ann"));
        var from = _bench.Connect();

        var group = _bench.Do(_bench.EnterOf(from, "other", ann.Secret));

        var welcome = (WelcomeFrame)TurnBench.AnswersTo(group, from).Single();
        Assert.That(welcome.Nick, Is.EqualTo("ann"));
        Assert.That(welcome.Session, Is.Not.EqualTo(ann.Secret));
        Assert.That(welcome.Rooms.Select(room => room.Room), Is.EqualTo(new[] { "#a", "@ann" }));
        var last = group.Outputs.Single(output => output.Kind == InstructionKind.Finish);
        Assert.That((last.Subscriber, ((ErrorFrame)last.Frame!).Code), Is.EqualTo((ann.From, ErrorCodes.Replaced)));
        Assert.That(_bench.Do(_bench.Post(ann, "#a")).Outputs, Is.Empty, "The old session has no turns any more.");
        Assert.That(_bench.Do(TurnBench.Exit(ann)).Outputs.Select(output => output.Kind), Is.EqualTo(new[] { InstructionKind.Finish }));
        Assert.That(_bench.Ask<MemberListFrame>(_bench.Members(from, "#a")).Members.Select(member => member.Nick), Is.EqualTo(new[] { "ann" }));
    }

    [Test]
    public void Enter_WithResumeWithinTenMinutes_BringsNickRoomsAndKeysBack()
    {
        var (ann, ben) = (_bench.Enter("ann"), _bench.Enter("ben"));
        var key = _bench.NewId();
        _bench.Do(_bench.Join(ann, "#a"), _bench.Join(ben, "#a"), _bench.Post(ann, "#a", key: key), _bench.Post(ann, "@ben"));
        _bench.Do(TurnBench.Exit(ann));
        Assert.That(_bench.Ask<MemberListFrame>(_bench.Members(ben, "#a")).Members, Has.Count.EqualTo(1), "Gone at once.");
        _bench.Now += UserDirectory.ResumeMilliseconds - 1;

        var back = _bench.Enter("other", ann.Secret);

        Assert.That(back.Nick, Is.EqualTo("ann"));
        Assert.That(back.Welcome.Rooms.Select(room => room.Room), Is.EqualTo(new[] { "#a", "@ben" }));
        Assert.That(_bench.Ask<PostedFrame>(_bench.Post(back, "#a", key: key)).Seq, Is.EqualTo(1));
        Assert.That(_bench.Ask<MemberListFrame>(_bench.Members(ben, "#a")).Members, Has.Count.EqualTo(2));
    }

    [Test]
    public void Enter_WithResumeAfterTenMinutes_IsANewGuest()
    {
        var ann = _bench.Enter("ann");
        _bench.Do(_bench.Join(ann, "#a"), TurnBench.Exit(ann));
        _bench.Now += UserDirectory.ResumeMilliseconds;

        var back = _bench.Enter("ann", ann.Secret);

        Assert.That(back.Welcome.Rooms, Is.Empty);
        Assert.That(_bench.Ask<RoomListFrame>(_bench.Rooms(back)).Rooms, Is.Empty, "Nobody can come back to it any more.");
    }

    [Test]
    public void Enter_WithAnEarlierSecret_GoesOnWhileItIsValid()
    {
        var first = _bench.Enter("ann");
        var second = _bench.Enter(null, first.Secret);
        var third = _bench.Enter(null, first.Secret);
        Assert.That(_bench.Enter(null, second.Secret).Nick, Is.EqualTo("ann"));

        _bench.Now += UserDirectory.ResumeMilliseconds;
        Assert.That(_bench.Fail(_bench.EnterOf(_bench.Connect(), null, third.Secret)), Is.EqualTo(ErrorCodes.BadNick), "Its session ended ten minutes ago.");
    }

    [Test]
    public void Enter_WithResumeWhenAnotherHasTheNick_AppendsDigits()
    {
        var ann = _bench.Enter("ann");
        var ben = _bench.Enter("ben");
        _bench.Do(_bench.Post(ann, "@ben"));
        _bench.Do(TurnBench.Exit(ann));
        _bench.Enter("Ann");
        _bench.Enter("ann2");

        var group = _bench.Do(_bench.EnterOf(_bench.Connect(), null, ann.Secret));

        Assert.That(((WelcomeFrame)group.Outputs.Single(output => output.Frame is WelcomeFrame).Frame!).Nick, Is.EqualTo("ann3"));
        Assert.That(group.Outputs.Where(output => output.Kind == InstructionKind.Rename).Select(output => output.Details!.Name), Does.Contain("@ann3"));
        Assert.That(_bench.Ask<MineListFrame>(_bench.Mine(ben)).Rooms.Select(room => room.Room), Is.EqualTo(new[] { "@ann3" }));
    }

    [TestCase("a")]
    [TestCase("ä")]
    [TestCase("\U0001D7CE")]
    public void Enter_WithResumeUnderALongNick_KeepsItWithinItsBounds(string letter)
    {
        var nick = "n" + string.Concat(Enumerable.Repeat(letter, Limits.MaxNick - 1));
        var ann = _bench.Enter(nick);
        _bench.Do(TurnBench.Exit(ann));
        _bench.Enter(nick);
        for (var number = 2; number <= 30; number++)
        {
            var back = _bench.Enter(null, ann.Secret);
            Assert.That(back.Nick, Does.StartWith("n" + letter).And.Match("[0-9]$"));
            Assert.That(back.Nick.EnumerateRunes().Count(), Is.EqualTo(Limits.MaxNick));
            _bench.Do(TurnBench.Exit(back));
            _bench.Enter(back.Nick);
        }
    }

    [Test]
    public void Enter_TimeAndAgainWithOneSecret_KeepsABoundedNumberOfThem()
    {
        var ann = _bench.Enter("ann");
        var newest = ann;
        for (var i = 0; i < 3 * UserDirectory.MaxSecrets; i++)
        {
            newest = _bench.Enter(null, newest.Secret);
        }

        _bench.Do();
        Assert.That(StateDigest.Of(_bench.Sequencer).Split("ResumeTicket(").Length - 1, Is.EqualTo(UserDirectory.MaxSecrets));
        Assert.That(_bench.Fail(_bench.EnterOf(_bench.Connect(), null, ann.Secret)), Is.EqualTo(ErrorCodes.BadNick));
        Assert.That(_bench.Enter(null, newest.Secret).Nick, Is.EqualTo("ann"));
    }

    [Test]
    public void Exit_OfAGuest_FreesTheNickAndTellsWhoMetHim()
    {
        var (ann, ben, carol) = (_bench.Enter("ann"), _bench.Enter("ben"), _bench.Enter("carol"));
        _bench.Do(_bench.Join(ann, "#a"), _bench.Join(ben, "#a"), _bench.Post(ann, "@carol"));

        var group = _bench.Do(TurnBench.Exit(ann));

        Assert.That(group.Outputs.Single(output => output.Kind == InstructionKind.RoomPresence).Frame, Is.EqualTo(new PresenceFrame("#a", "ann", UserStatus.Offline)));
        var told = group.Outputs.Single(output => output.Kind == InstructionKind.Presence);
        Assert.That((told.Subscriber, told.Frame), Is.EqualTo((carol.From, (Frame)new PresenceFrame(null, "ann", UserStatus.Offline))));
        Assert.That(_bench.Fail(_bench.Whois(ben, "ann")), Is.EqualTo(ErrorCodes.NoSuchNick));
        Assert.That(_bench.Enter("ann").Welcome.Rooms, Is.Empty, "Another of that nick is not he.");
    }

    [Test]
    public void Mine_WithAConversationOfOneWhoHasGone_ListsItUnlessAnotherHasTheNick()
    {
        var (ann, ben) = (_bench.Enter("ann"), _bench.Enter("ben"));
        _bench.Do(_bench.Post(ann, "@ben"));
        _bench.Do(TurnBench.Exit(ann));
        Assert.That(_bench.Ask<MineListFrame>(_bench.Mine(ben)).Rooms.Select(room => room.Room), Is.EqualTo(new[] { "@ann" }));
        Assert.That(_bench.Do(_bench.History(ben, "@ann")).Outputs.Single().Details!.Grant!.Before, Is.EqualTo(2));

        _bench.Enter("Ann");

        Assert.That(_bench.Ask<MineListFrame>(_bench.Mine(ben)).Rooms, Is.Empty);
        Assert.That(_bench.Do(_bench.History(ben, "@ann")).Outputs.Single().Details!.Grant!.Before, Is.EqualTo(1), "With the new Ann nothing was said yet.");
    }

    [Test]
    public void Exit_OfBothSidesOfAConversation_ForgetsItOnceNeitherComesBack()
    {
        var (ann, ben) = (_bench.Enter("ann"), _bench.Enter("ben"));
        _bench.Do(_bench.Post(ann, "@ben"), _bench.Post(ann, "@ann"));
        _bench.Do(TurnBench.Exit(ann));
        _bench.Now += UserDirectory.ResumeMilliseconds;
        _bench.Do(TurnBench.Exit(ben));
        Assert.That(StateDigest.Of(_bench.Sequencer), Does.Contain("DirectRoom("));

        _bench.Now += UserDirectory.ResumeMilliseconds;
        _bench.Do();

        Assert.That(StateDigest.Of(_bench.Sequencer), Does.Not.Contain("DirectRoom(").And.Not.Contain("User("));
    }
}
