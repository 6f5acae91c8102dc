using Chat.Client.Store;
using NUnit.Framework;
using static Chat.Tests.Client.Store.StoreHarness;

namespace Chat.Tests.Client.Store;

/// <summary>What was typed outlives the programs it was typed into.</summary>
[TestFixture]
public sealed class OutboxTests
{
    private static readonly Guid User = new("aaaaaaaa-0000-0000-0000-000000000000");
    private static readonly Guid Secret = new("bbbbbbbb-0000-0000-0000-000000000000");

    private StoreHarness _harness = null!;

    [SetUp]
    public void SetUp() => _harness = new StoreHarness();

    [TearDown]
    public void TearDown() => _harness.Dispose();

    [Test]
    public void Add_ThenTheEnd_IsThereAtTheNextStart_InItsOrderWithAllThatBelongsToIt()
    {
        var store = Begin();
        store.Add(Post(2, "second key, first typed") with { Log = LobbyLog, Reference = 7 }, bindsByName: false);
        store.Add(Post(1, "first key, second typed", "@bob"), bindsByName: false);
        store.MarkSent([Post(2) with { Log = LobbyLog, SentAs = User, SentAfter = 41 }]);
        _harness.EndAll();

        Assert.That(_harness.Start().Begin(null).Posts, Is.EqualTo(
        [
            Post(2, "second key, first typed") with { Log = LobbyLog, Reference = 7, SentAs = User, SentAfter = 41 },
            Post(1, "first key, second typed", "@bob"),
        ]));
    }

    [Test]
    public void Add_ForAKnownRoom_IsBoundToItsLog_SoThatItDoesNotGoIntoAnother()
    {
        var store = Begin();
        Open(store, 0);

        Assert.That(store.Add(Post(1), bindsByName: true), Is.EqualTo(LobbyLog));
        Assert.That(store.Add(Post(2), bindsByName: false), Is.Null);
        Assert.That(store.Add(Post(3) with { Log = OtherLog }, bindsByName: true), Is.EqualTo(OtherLog));
    }

    [Test]
    public void Settled_OrItsEventSeen_LeavesTheOutbox()
    {
        var store = Begin();
        Open(store, 0);
        for (var key = 1; key <= 4; key++)
        {
            store.Add(Post(key), bindsByName: false);
        }

        store.Record(recording => recording.Settled(Key(1)));
        Happen(store, Said(1, key: 2));
        store.Record(recording => recording.Opened("#lobby", LobbyLog, 1, 9, read: 0));
        store.Record(recording => recording.Filled("#lobby", 1, Page([Said(2, key: 3)], more: true)));
        _harness.EndAll();

        Assert.That(_harness.Start().Begin(null).Posts.Select(post => post.Key), Is.EqualTo([Key(4)]));
    }

    [Test]
    public void Failed_IsKeptWithItsReason_UntilRetriedOrDropped()
    {
        var store = Begin();
        store.Add(Post(1) with { Log = OtherLog }, bindsByName: false);
        store.Add(Post(2), bindsByName: false);
        store.Record(recording => recording.Failed(Key(1), "#lobby", "log_changed", "another one"));
        store.Record(recording => recording.Failed(Key(2), "#lobby", "muted", "no"));
        _harness.EndAll();
        store = _harness.Start();
        var restored = store.Begin(null);
        Open(store, 0);

        Assert.That((restored.Posts.Count, restored.FailedCount), Is.EqualTo((0, 2)));
        Assert.That(store.Failed().Select(post => (post.Key, post.Code, post.Reason)), Is.EqualTo([(Key(1), "log_changed", "another one"), (Key(2), "muted", "no")]));
        Assert.That(store.Retry(Key(1)), Is.EqualTo(Post(1) with { Log = LobbyLog }), "by the person's word it goes into the room that is there now");
        Assert.That(store.Retry(Key(1)), Is.Null);
        Assert.That((store.Drop(Key(2)), store.Drop(Key(2))), Is.EqualTo((true, false)));
        Assert.That(store.Failed(), Is.Empty);
        _harness.EndAll();
        Assert.That(_harness.Start().Begin(null).Posts.Select(post => post.Key), Is.EqualTo([Key(1)]));
    }

    [Test]
    public void Add_OfWhatWasBegunInTheRoom_TakesItOutOfTheLineInTheSameStep()
    {
        var store = Begin();
        var post = Post(1);
        store.KeepDraft(post.Room, post.Text);
        store.KeepDraft("#elsewhere", post.Text);

        store.Add(post, bindsByName: false);

        Assert.That((store.Draft(post.Room), store.Draft("#elsewhere")), Is.EqualTo(("", post.Text)));
        store.KeepDraft(post.Room, "the next one");
        store.Add(Post(2), bindsByName: false);
        Assert.That(store.Draft(post.Room), Is.EqualTo("the next one"));
    }

    [Test]
    public void Begin_BesideAProgramThatRuns_LeavesItItsOwn()
    {
        var first = Begin();
        first.Add(Post(1), bindsByName: false);
        first.Greeted(new StoredSession(Secret, User), "alice");

        var restored = _harness.Start().Begin(null);

        Assert.That(restored.Posts, Is.Empty);
        Assert.That(restored.Session, Is.Null, "its session is in use");
    }

    [Test]
    public void TakeOver_FromAProgramThatHasEnded_IsByExactlyOne()
    {
        var first = Begin();
        var (second, third) = (_harness.Start(), _harness.Start());
        second.Begin(null);
        third.Begin(null);
        second.Add(Post(9), bindsByName: false);
        first.Add(Post(1), bindsByName: false);
        first.Add(Post(2), bindsByName: false);
        Assert.That(second.TakeOver(), Is.Empty);

        _harness.EndFirst();

        Assert.That(second.TakeOver().Select(post => post.Key), Is.EqualTo([Key(1), Key(2)]));
        Assert.That(third.TakeOver(), Is.Empty);
        Assert.That(second.TakeOver(), Is.Empty);
    }

    [Test]
    public async Task TakeOver_ByManyAtOnce_TakesEachPostOnce()
    {
        var first = Begin();
        for (var key = 1; key <= 50; key++)
        {
            first.Add(Post(key), bindsByName: false);
        }

        var heirs = Enumerable.Range(0, 4).Select(_ => _harness.Start()).ToArray();
        Array.ForEach(heirs, static heir => heir.Begin(null));
        _harness.EndFirst();

        var taken = await Task.WhenAll(heirs.Select(heir => Task.Run(heir.TakeOver)));

        Assert.That(taken.SelectMany(posts => posts).Select(post => post.Key), Is.EquivalentTo(Enumerable.Range(1, 50).Select(Key)));
        Assert.That(taken.Count(posts => posts.Count > 0), Is.EqualTo(1));
    }

    [TestCase(null, true)]
    [TestCase("alice", true)]
    [TestCase("bob", false)]
    public void Begin_AfterAGuest_HasItsSession_UnlessAnotherNickIsWanted(string? nick, bool has)
    {
        Begin().Greeted(new StoredSession(Secret, User), "alice");
        _harness.EndAll();

        Assert.That(_harness.Start().Begin(nick).Session, Is.EqualTo(has ? new StoredSession(Secret, User) : null));
    }

    [Test]
    public void Begin_TwiceWithoutAConnection_StillHasTheSession()
    {
        Begin().Greeted(new StoredSession(Secret, User), "alice");
        _harness.EndAll();
        Begin();
        _harness.EndAll();

        Assert.That(_harness.Start().Begin(null).Session, Is.EqualTo(new StoredSession(Secret, User)));
    }

    [Test]
    public void Begin_AfterTwoGuests_HasTheSessionThatSomethingIsUnderWayIn()
    {
        var (first, second) = (Begin(), _harness.Start());
        second.Begin(null);
        first.Add(Post(1), bindsByName: false);
        first.Greeted(new StoredSession(Secret, User), "alice");
        first.MarkSent([Post(1) with { SentAs = User }]);
        _harness.Time.Advance(TimeSpan.FromSeconds(1));
        second.Greeted(new StoredSession(Key(1), Key(2)), "alice");
        _harness.EndAll();

        var restored = _harness.Start().Begin(null);
        Assert.That(restored.Session, Is.EqualTo(new StoredSession(Secret, User)));
        Assert.That(restored.Posts.Single().SentAs, Is.EqualTo(User));
    }

    [Test]
    public void Outboxes_OfTwoServers_AreApart()
    {
        Begin().Add(Post(1), bindsByName: false);
        _harness.EndAll();

        Assert.That(_harness.Start("other:1").Begin(null).Posts, Is.Empty);
        Assert.That(_harness.Start().Begin(null).Posts, Has.Count.EqualTo(1));
    }

    private ServerStore Begin()
    {
        var store = _harness.Start();
        store.Begin(null);
        return store;
    }
}
