using Chat.Client.Store;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;
using static Chat.Tests.Client.Store.StoreHarness;

namespace Chat.Tests.Client.Store;

/// <summary>What is copied, and how it is found again.</summary>
[TestFixture]
public sealed class CopyTests
{
    private StoreHarness _harness = null!;
    private ServerStore _store = null!;

    [SetUp]
    public void SetUp()
    {
        _harness = new StoreHarness();
        _store = _harness.Start();
        _store.Begin(null);
    }

    [TearDown]
    public void TearDown() => _harness.Dispose();

    [Test]
    public void Happened_OneAfterTheOther_IsThereWithoutAGap_AfterARestartToo()
    {
        Open(_store, 4);
        Happen(_store, Said(5), Said(6), Said(7));
        _harness.EndAll();
        _store = _harness.Start();

        var place = _store.Begin(null).Places.Single();
        Assert.That(place, Is.EqualTo(new StoredPlace(LobbyLog, "#lobby", 7, 4)));
        Assert.That(Copy(_store), Is.EqualTo(["5 text 5", "6 text 6", "7 text 7"]));
        Assert.That(_store.Page("#lobby", null, 3)!.IsWhole, Is.True);
        Assert.That(_store.Page("#lobby", null, 4)!.IsWhole, Is.False, "the server has older ones");
        Assert.That(Copy(_store, before: 7, count: 1), Is.EqualTo(["6 text 6"]));
    }

    [Test]
    public void Page_OfARoomThatIsAllHere_IsWhole()
    {
        Open(_store, 0);
        Happen(_store, Said(1), Said(2));

        Assert.That(_store.Page("#lobby", null, 20), Has.Property(nameof(CopiedPage.IsWhole)).True);
        Assert.That(_store.Page("#lobby", 1, 20)!.IsWhole, Is.True);
        Assert.That(_store.Page("#elsewhere", null, 20), Is.Null);
    }

    [Test]
    public void Looked_BeforeWhatIsHere_JoinsIt()
    {
        Open(_store, 6);
        Happen(_store, Said(7));
        _store.Record(recording => recording.Looked("#lobby", Page([Said(2), Said(3)])));
        Assert.That(Copy(_store), Is.EqualTo(["7 text 7"]), "between them is a gap");

        _store.Record(recording => recording.Looked("#lobby", Page([Said(4), Said(5), Said(6)])));

        Assert.That(Copy(_store), Has.Count.EqualTo(6));
        Assert.That(_store.Page("#lobby", null, 7)!.IsWhole, Is.False);
    }

    [Test]
    public void Renamed_TakesAlongCopyDraftAndOutbox()
    {
        _store.Record(recording => recording.Opened("@bob", LobbyLog, 1, 0, read: 0));
        _store.Record(recording => recording.Happened("@bob", Said(1)));
        _store.KeepDraft("@bob", "unfinished");
        _store.Add(Post(1, room: "@bob"), bindsByName: true);

        _store.Record(recording => recording.Renamed("@bob", "@robert"));

        Assert.That(Copy(_store, room: "@robert"), Is.EqualTo(["1 text 1"]));
        Assert.That(_store.Draft("@robert"), Is.EqualTo("unfinished"));
        _harness.EndAll();
        Assert.That(_harness.Start().Begin(null).Posts.Single(), Has.Property(nameof(StoredPost.Room)).EqualTo("@robert").And.Property(nameof(StoredPost.Log)).EqualTo(LobbyLog));
    }

    [Test]
    public void Opened_ForAConversationThatHasBegun_FetchesItsBeginning()
    {
        _store.Record(recording => recording.Happened("@bob", Said(1)));
        _store.Record(recording => recording.Opened("@bob", LobbyLog, first: 1, cursor: 1, read: 0));

        Assert.That(_store.Missing("@bob"), Is.EqualTo(new MissingRange(0, 1)));
    }

    [TestCase("@bob", 0, 0)]
    [TestCase("@bob", 2, 2)]
    [TestCase("@bob", 9, 5)]
    [TestCase("#lobby", 2, 2)]
    [TestCase("#lobby", 0, 5)]
    public void Opened_ForTheFirstTime_HasShownWhatTheServerKnowsToBeRead(string room, long read, long shown)
    {
        _store.Record(recording => recording.Opened(room, LobbyLog, first: 1, cursor: 5, read));

        Assert.That(_store.Tail(LobbyLog, 20, 20)!.UnseenCount, Is.EqualTo(5 - shown));
    }

    [Test]
    public void Tail_IsWhatWasShownAndWhatWasNot()
    {
        Open(_store, 0);
        Happen(_store, [.. Enumerable.Range(1, 30).Select(seq => Said(seq))]);
        _store.Shown("#lobby", 10);
        _store.Shown("#lobby", 8);

        var tail = _store.Tail(LobbyLog, shown: 3, unseen: 5)!;

        Assert.That(tail.Shown.Select(happened => happened.Seq), Is.EqualTo([8, 9, 10]));
        Assert.That(tail.Unseen.Select(happened => happened.Seq), Is.EqualTo([26, 27, 28, 29, 30]));
        Assert.That(tail.UnseenCount, Is.EqualTo(20));
        Assert.That(_store.Tail(OtherLog, 3, 5), Is.Null);
    }

    [Test]
    public void Search_GoesBackFromTheNewest_ByPages()
    {
        Open(_store, 0);
        Happen(_store, [.. Enumerable.Range(1, 5).Select(seq => Said(seq, $"Soup number {seq}")), Said(6, "", EventKind.Topic)]);
        var query = Query("soup num*");

        var (hits, place) = _store.Search(query, null, null, 2);
        Assert.That(hits.Select(hit => hit.Seq), Is.EqualTo([5, 4]));
        Assert.That(hits[0], Is.EqualTo(new Hit("#lobby", 5, 5000, "bob", EventKind.Text, "Soup number 5")));
        (hits, place) = _store.Search(query, "#lobby", SearchPlace.Parse(place.ToString()), 5);

        Assert.That(hits.Select(hit => hit.Seq), Is.EqualTo([3, 2, 1]));
        Assert.That(place, Is.Null);
        Assert.That(_store.Search(query, "#elsewhere", null, 5).Hits, Is.Empty);
    }

    [Test]
    public void Copy_OfMoreThanItMayHold_ForgetsTheOldest()
    {
        Open(_store, Recording.MaxEvents - 1000);
        _store.Record(recording =>
        {
            for (var seq = Recording.MaxEvents - 999; seq <= Recording.MaxEvents + 1024; seq++)
            {
                recording.Happened("#lobby", Said(seq));
            }
        });
        Assert.That(Copy(_store, count: 5000), Has.Count.EqualTo(2024));

        _store.Record(recording => recording.Looked("#lobby", Page(Enumerable.Range(1000, 500).Select(seq => Said(seq)))));
        Assert.That(_store.Page("#lobby", 1500, 500)!.Events.Select(happened => happened.Seq), Is.EqualTo(Enumerable.Range(1025, 475)));
    }

    [Test]
    public void Opened_ForMoreLogsThanAreKept_ForgetsTheOneNotUsedForLongest()
    {
        _store.Record(recording => recording.Opened("#first", LobbyLog, 1, 0, read: 0));
        _harness.Time.Advance(TimeSpan.FromSeconds(1));
        _store.Record(recording =>
        {
            for (var i = 1; i <= Recording.MaxLogs; i++)
            {
                recording.Opened($"#room{i}", Key(i), 1, 0, read: 0);
            }
        });

        Assert.That(_store.Page("#first", null, 1), Is.Null);
        Assert.That(_store.Page("#room1", null, 1), Is.Not.Null);
    }

    [Test]
    public void Drafts_AreKeptByRoom_UntilTheyAreEmpty()
    {
        _store.KeepDraft("#a", "one");
        _store.KeepDraft("#b", "two");
        _store.KeepDraft("#a", "one more");
        _store.KeepDraft("#b", "");

        Assert.That((_store.Draft("#a"), _store.Draft("#b")), Is.EqualTo(("one more", "")));
    }

    [Test]
    public void Copies_OfTwoServers_AreApart()
    {
        var other = _harness.Start("other:1");
        other.Begin(null);
        Open(_store, 0);
        Happen(_store, Said(1));

        Assert.That(other.Page("#lobby", null, 1), Is.Null);
        var query = Query("text");
        Assert.That(other.Search(query, null, null, 5).Hits, Is.Empty);
    }
}
