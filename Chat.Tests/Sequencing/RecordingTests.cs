using Chat.Protocol.Frames;
using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>What the system log is told, and when. Users have their numbers in the order in which they came.</summary>
[TestFixture]
internal sealed class RecordingTests
{
    private readonly List<string> _told = [];
    private RecordingLog _log = null!;
    private TurnBench _bench = null!;

    /// <summary>What the store was told since this was asked last.</summary>
    private string[] Told
    {
        get
        {
            var all = SystemEventText.Of(_log.Recorded, _log.State);
            string[] told = [.. all.Skip(_told.Count)];
            _told.AddRange(told);
            return told;
        }
    }

    [SetUp]
    public void SetUp()
    {
        _told.Clear();
        _log = new RecordingLog();
        _bench = new TurnBench(log: _log);
    }

    [TearDown]
    public async Task CompareState()
    {
        await _log.DisposeAsync();
        Assert.That(SystemDigest.Of(_log.State), Is.EqualTo(SystemDigest.Of(_bench.Sequencer)));
    }

    [Test]
    public void Apply_OfAGuestWhoOnlyReads_TellsNothing()
    {
        var (ann, ben) = (_bench.Enter("ann"), _bench.Enter("ben"));
        _bench.Do(_bench.Join(ann, "#a"), _bench.History(ann, "#a"), _bench.Join(ann, "@ben"), _bench.Leave(ann, "@ben"), _bench.Join(ann, "#b"), _bench.Leave(ann, "#b"));
        _bench.Do(_bench.Rename(ann, "anna"), _bench.Block(ann, "ben"), _bench.Block(ann, "ben", false), _bench.Away(ann, "tea"));
        ann = _bench.Enter(null, ann.Secret);
        _bench.Do(TurnBench.Exit(ann), TurnBench.Exit(ben));
        _bench.Now += UserDirectory.ResumeMilliseconds;

        Assert.That(_bench.Sequencer.BatchOf(_bench.Decide()), Is.Null);
        Assert.That(_log.Recorded, Is.Empty);
    }

    [Test]
    public void Post_TheFirstOfAGuest_TellsAllOfHim()
    {
        var (ann, _, eve) = (_bench.Enter("ann"), _bench.Enter("ben"), _bench.Enter("eve"));
        _bench.Do(_bench.Join(ann, "#a"), _bench.Join(ann, "#b"), _bench.Join(eve, "#a"), _bench.Block(ann, "ben"));
        _bench.Now += 1_000;
        ann = _bench.Enter(null, ann.Secret);
        _bench.Now += 1_000;

        _bench.Do(_bench.Post(ann, "#a"));

        Assert.That(Told, Is.EqualTo(new[]
        {
            "user 1 ann", "secret of 1", "secret ended at 1001000", "secret of 1", "room #a", "#a with 1", "room #b", "#b with 1",
            "user 2 ben", "secret of 2", "1 blocks 2",
        }));
        Assert.That(_log.Recorded.OfType<UserAdded>().First().Time, Is.EqualTo(1_002_000));
        _bench.Do(_bench.Post(ann, "#a"), _bench.Post(ann, "#b"));
        Assert.That(Told, Is.Empty);
        _bench.Do(_bench.Post(eve, "#a"));
        Assert.That(Told, Is.EqualTo(new[] { "user 3 eve", "secret of 3", "#a with 3" }));
    }

    [Test]
    public void Post_InAConversation_TellsOfBothSides()
    {
        var (ann, ben) = (_bench.Enter("ann"), _bench.Enter("ben"));
        _bench.Do(_bench.Join(ben, "#b"), _bench.Join(ben, "@ann"));
        Assert.That(Told, Is.Empty);

        _bench.Do(_bench.Post(ann, "@ben"));

        Assert.That(Told, Is.EqualTo(new[] { "user 1 ann", "secret of 1", "user 2 ben", "secret of 2", "room #b", "#b with 2", "conversation of 2 1" }));
        _bench.Do(_bench.Post(ben, "@ann"), _bench.Post(ann, "@ann"));
        Assert.That(Told, Is.EqualTo(new[] { "conversation of 1 1" }));
    }

    [Test]
    public void Block_OfAGuestOfWhomSomethingIsKept_TellsOfTheOtherToo()
    {
        var (ann, ben) = (_bench.Enter("ann"), _bench.Enter("ben"));
        _bench.Do(_bench.Post(ann, "@ann"), _bench.Join(ben, "#b"), _bench.Block(ben, "ann"));
        _ = Told;

        _bench.Do(_bench.Block(ann, "ben"), _bench.Block(ann, "ben"));
        Assert.That(Told, Is.EqualTo(new[] { "user 2 ben", "secret of 2", "room #b", "#b with 2", "2 blocks 1", "1 blocks 2" }));

        _bench.Do(_bench.Block(ann, "ben", false), _bench.Block(ann, "ben", false));
        Assert.That(Told, Is.EqualTo(new[] { "1 hears 2" }));
    }

    [Test]
    public void Post_OfOneWhoBlocksInALongChainThatComesBack_TellsOfAllOfThem()
    {
        const int Length = 3_000;
        var all = Enumerable.Range(1, Length).Select(i => _bench.Enter($"n{i}")).ToArray();
        _bench.Do([.. all.Select((guest, i) => (Command)_bench.Block(guest, $"n{(i + 1) % Length + 1}"))]);

        var turn = new Thread(() => _bench.Do(_bench.Post(all[0], "@n1")), maxStackSize: 128 * 1024);
        turn.Start();
        turn.Join();

        Assert.That(_log.Recorded.OfType<UserAdded>().Select(added => added.User.Value), Is.EquivalentTo(Enumerable.Range(1, Length)));
        Assert.That(_log.Recorded.OfType<BlockChanged>().Count(), Is.EqualTo(Length));
    }

    [Test]
    public void Post_OfOneWhoBlocksSomebodyWhoHasGone_TellsOfThatOneWhileHeMayComeBack()
    {
        var (ann, ben, eve) = (_bench.Enter("ann"), _bench.Enter("ben"), _bench.Enter("eve"));
        _bench.Do(_bench.Join(ben, "#b"), _bench.Block(ann, "ben"), _bench.Block(ann, "eve"), TurnBench.Exit(eve));
        _bench.Now += UserDirectory.ResumeMilliseconds;
        _bench.Do(TurnBench.Exit(ben));

        _bench.Do(_bench.Post(ann, "@ann"));

        Assert.That(Told, Is.EqualTo(new[]
        {
            "user 1 ann", "secret of 1", "user 2 ben", "secret of 2", "secret ended at 1600000", "room #b", "#b with 2", "1 blocks 2", "conversation of 1 1",
        }));
        _bench.Enter(null, ben.Secret);
        Assert.That(Told, Is.EqualTo(new[] { "secret of 2" }));
    }

    [Test]
    public void Enter_AndExit_TellOfSecretsAndOfANickThatIsAnother()
    {
        var ann = Stored("ann", "#a");

        var second = _bench.Enter(null, ann.Secret);
        Assert.That(Told, Is.EqualTo(new[] { "secret ended at 1000000", "secret of 1" }));
        Assert.That(_log.State.Users[new UserId(1)].Secrets.Select(secret => secret.Hash), Is.EqualTo(new[] { SecretHash.Of(ann.Secret), SecretHash.Of(second.Secret) }));

        _bench.Now += 5;
        _bench.Do(TurnBench.Exit(second));
        Assert.That(Told, Is.EqualTo(new[] { "secret ended at 1000005" }), "He is still in his rooms as far as the store is concerned.");
        _bench.Enter(null, second.Secret);
        Assert.That(Told, Is.EqualTo(new[] { "secret of 1" }));

        _bench.Do(TurnBench.Exit(_bench.Enter(null, second.Secret)));
        _ = Told;
        _bench.Enter("Ann");
        Assert.That(_bench.Enter(null, second.Secret).Nick, Is.EqualTo("ann2"));
        Assert.That(Told, Is.EqualTo(new[] { "user 1 is ann2", "secret of 1" }));
    }

    [Test]
    public void Nick_OfAGuestOfWhomSomethingIsKept_TellsItUnlessItIsTheSame()
    {
        var ann = Stored("ann", "#a");

        _bench.Do(_bench.Rename(ann, "Ann"), _bench.Rename(ann, "Ann"));

        Assert.That(Told, Is.EqualTo(new[] { "user 1 is Ann" }));
    }

    [Test]
    public void JoinAndLeave_OfAGuestOfWhomSomethingIsKept_TellOfMembersAndRooms()
    {
        var (ann, ben) = (Stored("ann", "#a"), _bench.Enter("ben"));
        _bench.Do(_bench.Join(ben, "#a"), _bench.Join(ben, "#c"));

        _bench.Do(_bench.Join(ann, "#b"), _bench.Join(ann, "#b"), _bench.Join(ann, "#a"), _bench.Join(ann, "#c"));
        Assert.That(Told, Is.EqualTo(new[] { "room #b", "#b with 1", "room #c", "#c with 1" }));

        _bench.Do(_bench.Leave(ann, "#a"), _bench.Leave(ann, "#b"), _bench.Leave(ann, "#c"));
        Assert.That(Told, Is.EqualTo(new[] { "#a without 1", "a room that is no more without 1", "room removed", "#c without 1" }));
        _bench.Do(_bench.Leave(ben, "#c"), _bench.Leave(ben, "#a"));
        Assert.That(Told, Is.EqualTo(new[] { "room removed" }), "In #a something was said.");
    }

    [Test]
    public void JoinAndLeave_OfAConversation_TellWhoSeesIt()
    {
        var (ann, ben) = (_bench.Enter("ann"), _bench.Enter("ben"));
        _bench.Do(_bench.Post(ann, "@ben"));
        _ = Told;

        _bench.Do(_bench.Leave(ben, "@ann"), _bench.Leave(ben, "@ann"), _bench.Join(ben, "@ann"), _bench.Join(ben, "@ann"));
        Assert.That(Told, Is.EqualTo(new[] { "1+2 hidden for 2", "1+2 shown for 2" }));

        _bench.Do(_bench.Leave(ann, "@ben"), _bench.Leave(ben, "@ann"), _bench.Post(ann, "@ben"));
        Assert.That(Told, Is.EqualTo(new[] { "1+2 hidden for 1", "1+2 hidden for 2", "1+2 shown for 1", "1+2 shown for 2" }));
    }

    [Test]
    public void Begin_WhenNothingBringsAGuestBack_CarriesThatToTheNextCommit()
    {
        var (ann, ben) = (Stored("ann", "#a"), _bench.Enter("ben"));
        _bench.Do(_bench.Join(ann, "#b"), TurnBench.Exit(ann));
        _ = Told;
        _bench.Now += UserDirectory.ResumeMilliseconds;

        var group = _bench.Decide(_bench.Join(ben, "#c"), _bench.Post(ben, "#c"));
        Assert.That(group.SystemEvents.First(), Is.InstanceOf<UserAdded>(), "It is nobody's turn.");
        _bench.Commit(group);

        Assert.That(Told, Is.EqualTo(new[] { "user 1 forgotten", "room removed", "user 2 ben", "secret of 2", "room #c", "#c with 2" }));
    }

    [Test]
    public void Begin_WhenASecretIsNoLongerGood_TellsUnlessItWasTheLast()
    {
        var ann = Stored("ann", "#a");
        var second = _bench.Enter(null, ann.Secret);
        _ = Told;
        _bench.Now += UserDirectory.ResumeMilliseconds;
        _bench.Do();
        Assert.That(Told, Is.EqualTo(new[] { "secret withdrawn" }));
        Assert.That(_log.State.Users[new UserId(1)].Secrets.Single().Hash, Is.EqualTo(SecretHash.Of(second.Secret)));

        for (var i = 0; i < UserDirectory.MaxSecrets; i++)
        {
            second = _bench.Enter(null, second.Secret);
        }

        _bench.Do();
        Assert.That(Told.Count(told => told == "secret withdrawn"), Is.EqualTo(1));
        Assert.That(_log.State.Users[new UserId(1)].Secrets, Has.Count.EqualTo(UserDirectory.MaxSecrets));
    }

    [Test]
    public void Undo_OfAGroup_LeavesWhatIsCarriedAndNothingElse()
    {
        var (ann, ben, eve) = (Stored("ann", "#a"), _bench.Enter("ben"), _bench.Enter("eve"));
        _bench.Do(_bench.Join(ben, "#a"), _bench.Block(ben, "eve"), TurnBench.Exit(ann));
        _ = Told;
        _bench.Now += UserDirectory.ResumeMilliseconds;
        var group = _bench.Sequencer.Begin(_bench.Now, _bench.Floor);
        var before = StateDigest.Of(_bench.Sequencer);
        _bench.Sequencer.Apply(_bench.Post(ben, "#a"), group);
        _bench.Sequencer.Apply(_bench.Post(eve, "@ben"), group);
        Assert.That(group.SystemEvents, Is.Not.Empty);

        _bench.Sequencer.Undo(group);

        Assert.That(StateDigest.Of(_bench.Sequencer), Is.EqualTo(before));
        Assert.That(Told, Is.Empty);
        _bench.Do();
        Assert.That(Told, Is.EqualTo(new[] { "user 1 forgotten" }));
        Assert.That(_bench.Ask<PostedFrame>(_bench.Post(ben, "#a")).Seq, Is.EqualTo(2));
        Assert.That(Told, Is.EqualTo(new[] { "user 2 ben", "secret of 2", "#a with 2", "user 3 eve", "secret of 3", "2 blocks 3" }));
    }

    /// <summary>A guest who has said something, of which the store has been told.</summary>
    private Guest Stored(string nick, string room)
    {
        var guest = _bench.Enter(nick);
        _bench.Do(_bench.Join(guest, room), _bench.Post(guest, room));
        _ = Told;
        return guest;
    }
}
