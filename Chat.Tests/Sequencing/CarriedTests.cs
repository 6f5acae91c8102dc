using Chat.Protocol.Frames;
using Chat.Server.Log;
using Chat.Server.Sequencing;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>Changes of users and rooms that the store does not take at once: what needs no disk goes on, and the store is told later.</summary>
[TestFixture]
internal sealed class CarriedTests
{
    private RecordingLog _store = null!;
    private DriverBench _bench = null!;
    private DriverBench.Peer _ann = null!;
    private int _told;

    /// <summary>What the store was told since this was asked last.</summary>
    private string[] Told
    {
        get
        {
            var recorded = _store.Recorded;
            var told = SystemEventText.Of(recorded.Skip(_told), _store.State);
            _told = recorded.Count;
            return told;
        }
    }

    [SetUp]
    public void SetUp()
    {
        _told = 0;
        _store = new RecordingLog();
        _bench = new DriverBench(_store);
        _ann = _bench.Enter("ann", "#a");
        _bench.Do(_bench.Post(_ann, "#a"));
        _ = (_ann.New, Told);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _bench.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Test]
    public void Commit_OfAGroupInWhichNothingIsSaid_TellsTheStoreAndCountsAsAGroup()
    {
        _bench.Do(_bench.Join(_ann, "#b"), _bench.Rename(_ann, "Ann"));

        Assert.That(Answers(_ann), Is.EqualTo(new[] { "Joined 0", "Done" }));
        Assert.That(Told, Is.EqualTo(new[] { "room #b", "#b with 1", "user 1 is Ann" }));
        Assert.That(_bench.Log.Groups[^1].Logs, Is.Empty);
        Assert.That(_bench.Window.Floor, Is.EqualTo(2));
    }

    [TestCase(AppendFault.Full)]
    [TestCase(AppendFault.Failed)]
    [TestCase(AppendFault.DoubtBefore)]
    [TestCase(AppendFault.ThrowBefore)]
    public void Commit_OfAGroupInWhichNothingIsSaid_WhenRefused_AnswersAllTheSameAndTellsTheStoreLater(object fault)
    {
        _bench.Log.NextAppends((AppendFault)fault, (AppendFault)fault);
        var groups = _bench.Log.Groups.Count;

        _bench.Do(_bench.Join(_ann, "#b"));
        _bench.Do(_bench.Rename(_ann, "Ann"));

        Assert.That(Answers(_ann), Is.EqualTo(new[] { "Joined 0", "Done" }));
        Assert.That(_bench.Log.Groups, Has.Count.EqualTo(groups + 2), "Each is tried once.");
        Assert.That(Told, Is.Empty);
        _bench.Do(_bench.Leave(_ann, "#a"));
        Assert.That(Told, Is.EqualTo(new[] { "room #b", "#b with 1", "user 1 is Ann", "#a without 1" }));
        AssertSame();
    }

    [Test]
    public void Commit_OfAGroupThatIsRefused_CarriesWhatWasDecidedAgain()
    {
        var ben = _bench.Enter("ben", "#a");
        _bench.Log.NextAppends(AppendFault.Full);
        var groups = _bench.Log.Groups.Count;

        _bench.Do(_bench.Join(_ann, "#b"), _bench.Post(_ann, "#b"), _bench.Post(ben, "#a"), _bench.Leave(_ann, "#a"));

        Assert.That(Answers(_ann), Is.EqualTo(new[] { "Joined 0", "storage_full 1000", "Done" }));
        Assert.That(Answers(ben), Is.EqualTo(new[] { "storage_full 1000" }));
        Assert.That(_bench.Log.Groups, Has.Count.EqualTo(groups + 1), "Nobody waits for the rest of it.");
        _bench.Do(DriverBench.Ping(ben));
        Assert.That(Told, Is.EqualTo(new[] { "room #b", "#b with 1", "#a without 1" }), "Of Ben nothing is kept.");
        AssertSame();
    }

    [Test]
    public void Commit_OfAGroupThatIsRefused_TellsTheStoreFirstOfWhatIsCarriedWhenOthersSpeak()
    {
        var ben = _bench.Enter("ben", "#a");
        _bench.Log.NextAppends(AppendFault.Full);
        _bench.Do(_bench.Leave(_ann, "#a"));

        _bench.Do(_bench.Post(ben, "#a"));

        Assert.That(Told, Is.EqualTo(new[] { "#a without 1", "user 2 ben", "secret of 2", "#a with 2" }));
        Assert.That(_bench.Log.Groups[^1].System!.ExpectedHead, Is.EqualTo(4));
    }

    [TestCase(AppendFault.DoubtAfter)]
    [TestCase(AppendFault.ThrowAfter)]
    public void Commit_InDoubt_OfAGroupInWhichNothingIsSaid_WhenItIsStored_IsNotToldAgain(object fault)
    {
        _bench.Log.NextAppends((AppendFault)fault);

        _bench.Do(_bench.Join(_ann, "#b"));
        _bench.Do(_bench.Leave(_ann, "#b"));

        Assert.That(_bench.Log.Opens, Is.EqualTo(1));
        Assert.That(Answers(_ann), Is.EqualTo(new[] { "Joined 0", "Done" }));
        Assert.That(Told, Has.Length.EqualTo(4));
        AssertSame();
    }

    [TestCase(AppendFault.DoubtBefore, "unavailable 1000")]
    [TestCase(AppendFault.DoubtAfter, "Posted 1")]
    public void Commit_InDoubt_OfPostsAndChanges_TakesBothOrNeither(object fault, string answer)
    {
        _bench.Log.NextAppends((AppendFault)fault);

        _bench.Do(_bench.Join(_ann, "#b"), _bench.Post(_ann, "#b"));
        _bench.Do(DriverBench.Ping(_ann));

        Assert.That(Answers(_ann), Is.EqualTo(new[] { "Joined 0", answer, "Pong" }));
        Assert.That(Told, Is.EqualTo(new[] { "room #b", "#b with 1" }));
        AssertSame();
    }

    [Test]
    public async Task Commit_InDoubt_OfWhichTheStoreHoldsTheChangesAlone_EndsTheServer()
    {
        _bench.Log.NextAppends(AppendFault.DoubtBefore);
        var gate = _bench.Log.HoldOpens(inline: true);
        _bench.Do(_bench.Join(_ann, "#b"), _bench.Post(_ann, "#b"));
        var system = _bench.Log.Groups[^1].System!;
        await _store.AppendAsync(new LogBatch([], system), CancellationToken.None);

        gate.Open();
        _bench.Scheduler.Run();

        Assert.That(_bench.Faults, Has.Count.EqualTo(1));
        Assert.That(Answers(_ann), Is.Empty);
        _bench.Faults.Clear();
    }

    [Test]
    public void Commit_WhenTheStoreRefusesTooMuch_HasThoseWaitWhoWouldAddToIt()
    {
        var (ben, late) = (_bench.Enter("ben", "#a"), _bench.Connect());
        var ann2 = _bench.Connect();
        _bench.Do(_bench.Post(ben, "#a"), _bench.Post(ben, "@ann"), _bench.Leave(_ann, "@ben"));
        _bench.Do(_bench.EnterOf(ann2, null, Secret(_ann)));
        var secret = Secret(ann2);
        _ = (ben.New, ann2.New, Told);
        _bench.Log.AlwaysAppend(AppendFault.Full);
        for (var i = 0; i <= SystemTail.MaxRefused; i++)
        {
            _bench.Do(_bench.Rename(ben, i % 2 == 0 ? "Ben" : "ben"));
        }

        Assert.That(Answers(ben), Has.All.EqualTo("Done"));
        _bench.Do(_bench.Rename(ben, "bob"), _bench.Join(ben, "#new"), _bench.Leave(ben, "#a"), _bench.Block(ben, "ann"), _bench.Leave(ben, "@ann"));
        Assert.That(Answers(ben), Is.EqualTo(Enumerable.Repeat("storage_full 1000", 5)));
        _bench.Do(_bench.Join(ben, "#a"), _bench.Join(ben, "@ann"), _bench.Members(ben, "#a"), DriverBench.Ping(ben));
        Assert.That(Answers(ben), Is.EqualTo(new[] { "Joined 2", "Joined 1", "Members ann Ben", "Pong" }), "What changes nothing goes on.");
        _bench.Do(_bench.Join(ann2, "@ben"));
        Assert.That(Answers(ann2), Is.EqualTo(new[] { "storage_full 1000" }), "That would show what is hidden.");

        _bench.Do(DriverBench.Exit(ann2), _bench.EnterOf(late, "ann", secret));
        Assert.That(Answers(late), Is.EqualTo(new[] { "storage_full 1000" }));
        _bench.Do(_bench.EnterOf(late, "new"), _bench.Join(late, "#new"), _bench.Leave(late, "#new"), _bench.Rename(late, "newer"), DriverBench.Exit(late));
        Assert.That(Answers(late), Is.EqualTo(new[] { "Welcome new", "Joined 0", "Done", "Done" }), "Of him nothing is kept.");

        _bench.Log.AlwaysAppend(AppendFault.None);
        _bench.Do(DriverBench.Ping(ben));
        Assert.That(Told, Has.Length.EqualTo(SystemTail.MaxRefused + 2).And.Some.StartsWith("secret ended"));
        _bench.Do(_bench.Rename(ben, "bob"), _bench.EnterOf(_bench.Connect(), null, secret));
        Assert.That(Told, Is.EqualTo(new[] { "user 2 is bob", "secret of 1" }));
        AssertSame();
    }

    private static Guid Secret(DriverBench.Peer peer) => peer.Outlet.Frames.OfType<WelcomeFrame>().Last().Session;

    private void AssertSame()
    {
        Assert.That(SystemDigest.IsTold(_bench.Sequencer));
        Assert.That(SystemDigest.Of(_store.State), Is.EqualTo(SystemDigest.Of(_bench.Sequencer)));
    }

    private static string[] Answers(DriverBench.Peer peer) => [.. CommitDriverTests.Answers(peer.New)];
}
