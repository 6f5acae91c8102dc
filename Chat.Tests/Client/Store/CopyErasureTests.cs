using Chat.Client.Store;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;
using static Chat.Tests.Client.Store.StoreHarness;

namespace Chat.Tests.Client.Store;

/// <summary>The copy says what the server would say: what was taken back, replaced, or is no longer the server's, is not in it, and in no file.</summary>
[TestFixture]
public sealed class CopyErasureTests
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
    public void Edit_ReplacesTheTextAndEarlierEdits_AndIsFound()
    {
        Open(_store, 0);
        Happen(_store, Said(1, "first words"), Edited(2, 1, "second words"), Edited(3, 1, "third words"));

        Assert.That(Copy(_store), Is.EqualTo(["1 third words", "2 third words", "3 third words"]));
        Assert.That(Found(_store, "words"), Is.EqualTo([1]));
        Assert.That(Found(_store, "first"), Is.Empty);
        Assert.That(_harness.IsOnDisk("first words"), Is.False);
        Assert.That(_harness.IsOnDisk("second words"), Is.False);
        Assert.That(_harness.IsOnDisk("third words"), Is.True);
    }

    [Test]
    public void Deletion_LeavesNothingOfTheText_InNoFile()
    {
        Open(_store, 0);
        for (var seq = 1; seq <= 300; seq++)
        {
            Happen(_store, Said(seq, $"a secret of {seq}, which is long enough that many pages are filled with such texts {new string('x', 200)}"));
        }

        Happen(_store, Edited(301, 77, "another secret of 77"), Deleted(302, 77), Deleted(303, 300));

        Assert.That(Copy(_store, before: 78, count: 1), Is.EqualTo(["77 deleted"]));
        Assert.That(_store.Page("#lobby", 78, 1)!.Events[0], Is.EqualTo(Said(77, "", EventKind.Delete, 77)));
        Assert.That(Copy(_store, before: 302, count: 1), Is.EqualTo(["301 "]));
        Assert.That(Found(_store, "secret 77"), Is.Empty);
        Assert.That(_harness.IsOnDisk("secret of 77"), Is.False);
        Assert.That(_harness.IsOnDisk("secret of 300"), Is.False);
        Assert.That(_harness.IsOnDisk("secret of 78"), Is.True);
    }

    [Test]
    public void Edit_OfWhatIsDeletedAlready_DoesNotBringItBack()
    {
        Open(_store, 2);

        // The page was read after the deletion; the edit before it comes only now.
        _store.Record(recording => recording.Looked("#lobby", Page([Said(1), Said(2, "", EventKind.Delete, 2)])));
        Happen(_store, Edited(3, 2, "still wanted"));
        Assert.That(Copy(_store), Is.EqualTo(["1 text 1", "2 deleted", "3 "]));
        Assert.That(_harness.IsOnDisk("still wanted"), Is.False);

        Happen(_store, Deleted(4, 2));
        Assert.That(Copy(_store), Is.EqualTo(["1 text 1", "2 deleted", "3 ", "4 deleted"]));
    }

    [Test]
    public void Looked_InAPageThatIsOlderThanADeletion_DoesNotBringItBack()
    {
        Open(_store, 2);
        Happen(_store, Deleted(3, 1), Edited(4, 2, "new"));

        _store.Record(recording => recording.Looked("#lobby", Page([Said(1, "gone by now"), Said(2, "old")])));

        Assert.That(Copy(_store), Is.EqualTo(["1 deleted", "2 new", "3 deleted", "4 new"]));
        Assert.That(_harness.IsOnDisk("gone by now"), Is.False);
    }

    [Test]
    public void Jump_WithholdsWhatMayHaveChanged_UntilAllOfItIsFetched()
    {
        Open(_store, 0);
        Happen(_store, Said(1, "kept"), Said(2, "to be deleted"), Said(3, "to be edited"));
        Open(_store, 6);
        Happen(_store, Said(7), Said(8));

        Assert.That(Copy(_store), Is.EqualTo(["7 text 7", "8 text 8"]));
        Assert.That(_store.Page("#lobby", 4, 10)!.Events, Is.Empty, "what was deleted meanwhile must not be seen");
        Assert.That(Found(_store, "deleted"), Is.Empty);
        Assert.That(_store.Missing("#lobby"), Is.EqualTo(new MissingRange(3, 6)));

        Fill(3, Page([Deleted(4, 2), Edited(5, 3, "edited")], more: true));
        Assert.That(_store.Page("#lobby", 4, 10)!.Events, Is.Empty);
        Assert.That(_store.Missing("#lobby"), Is.EqualTo(new MissingRange(5, 6)));
        Assert.That(_harness.IsOnDisk("to be deleted"), Is.False);

        Fill(5, Page([Said(6)]));
        Assert.That(_store.Missing("#lobby"), Is.Null);
        Assert.That(Copy(_store), Is.EqualTo(["1 kept", "2 deleted", "3 edited", "4 deleted", "5 edited", "6 text 6", "7 text 7", "8 text 8"]));
    }

    [Test]
    public void Jump_AgainBeforeThatIsFetched_KeepsOneGap()
    {
        Open(_store, 0);
        Happen(_store, Said(1));
        Open(_store, 10);
        Happen(_store, Said(11, "between two jumps"));
        Open(_store, 20);
        Happen(_store, Said(21));

        Assert.That(_store.Missing("#lobby"), Is.EqualTo(new MissingRange(1, 20)));
        Assert.That(Found(_store, "jumps"), Is.Empty);
        Fill(1, Page(Enumerable.Range(2, 19).Select(seq => Said(seq))));
        Assert.That(Copy(_store), Has.Count.EqualTo(21));
    }

    [Test]
    public void Jump_OverMoreThanIsFetched_BeginsTheCopyAnew()
    {
        Open(_store, 0);
        Happen(_store, Said(1, "long ago"));
        Open(_store, Recording.MaxMissing + 2);

        Assert.That(_store.Missing("#lobby"), Is.Null);
        Assert.That(_harness.IsOnDisk("long ago"), Is.False);
        Assert.That(_store.Page("#lobby", null, 1), Has.Property(nameof(CopiedPage.IsWhole)).False);
    }

    [Test]
    public void Happened_OutOfOrder_CountsAsAJump_AndTwiceAsOnce()
    {
        Open(_store, 0);
        Happen(_store, Said(1), Said(1, "another"), Said(5));

        Assert.That(_store.Missing("#lobby"), Is.EqualTo(new MissingRange(1, 4)));
        Assert.That(Copy(_store), Is.EqualTo(["5 text 5"]));
    }

    [Test]
    public void Fill_OfWhatRetentionHasTaken_ForgetsWhatIsOlder()
    {
        Open(_store, 0);
        Happen(_store, Said(1), Said(2));
        Open(_store, 10);

        Fill(2, Page([Said(8), Said(9), Said(10)], first: 8));

        Assert.That(Copy(_store), Is.EqualTo(["8 text 8", "9 text 9", "10 text 10"]));
        Assert.That(_store.Page("#lobby", null, 100)!.IsWhole, Is.True, "the server has no older ones");
        Assert.That(_harness.IsOnDisk("text 2"), Is.False);
    }

    [Test]
    public void Opened_WithALaterFirst_FollowsTheServersRetention()
    {
        Open(_store, 0);
        Happen(_store, Said(1, "expired"), Said(2), Said(3));

        _store.Record(recording => recording.Opened("#lobby", LobbyLog, first: 3, cursor: 3, read: 0));

        Assert.That(Copy(_store), Is.EqualTo(["3 text 3"]));
        Assert.That(_harness.IsOnDisk("expired"), Is.False);
    }

    [Test]
    public void Opened_WithAnotherLog_ForgetsTheOneBefore()
    {
        Open(_store, 0);
        Happen(_store, Said(1, "of the old room"));

        _store.Record(recording => recording.Opened("#lobby", OtherLog, first: 1, cursor: 0, read: 0));

        Assert.That(Copy(_store), Is.Empty);
        Assert.That(_harness.IsOnDisk("of the old room"), Is.False);
    }

    [Test]
    public void Closed_ForgetsTheRoom()
    {
        Open(_store, 0);
        Happen(_store, Said(1, "of a room that was left"));

        _store.Record(recording => recording.Closed("#lobby"));

        Assert.That(_store.Page("#lobby", null, 1), Is.Null);
        Assert.That(_harness.IsOnDisk("of a room that was left"), Is.False);
    }

    private void Fill(long after, PageFrame page) => _store.Record(recording => recording.Filled("#lobby", after, page));
}
