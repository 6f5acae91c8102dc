using Chat.Client.Connection;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;
using static Chat.Tests.Client.Connection.MemoryHarness;
using static Chat.Tests.Client.Connection.SessionHarness;

namespace Chat.Tests.Client.Connection;

/// <summary>A program that ends between any two steps loses and doubles nothing.</summary>
[TestFixture]
[CancelAfter(30_000)]
public sealed class LinkMemoryTests
{
    private MemoryHarness _harness = null!;

    [SetUp]
    public void SetUp() => _harness = new MemoryHarness();

    [TearDown]
    public async Task TearDownAsync() => await _harness.DisposeAsync();

    [Test]
    public async Task Crash_AsSoonAsItIsTyped_SendsItAtTheNextStart()
    {
        _harness.Start(runs: false);
        var typed = _harness.Link.Post("#lobby", EventKind.Text, "typed");
        Assert.That(_harness.Outbox(), Is.EqualTo([("typed", false)]), "it is kept before it counts as typed");
        await _harness.CrashAsync();

        _harness.Start();
        Assert.That(_harness.Link.Unanswered, Is.EqualTo(1));
        var connection = await _harness.EnterAsync();
        Assert.That((await AcceptAsync(connection, 1)).Key, Is.EqualTo(typed.Key));
        await _harness.Harness.EventAsync<LinkEvent.PostAccepted>();
        Assert.That(_harness.Outbox(), Is.Empty);
        Assert.That(_harness.Link.Unanswered, Is.Zero);
    }

    [Test]
    public async Task Crash_WhenItHasLeft_SendsItAgainWithItsKey_AsTheSameGuest()
    {
        _harness.Start();
        var connection = await _harness.EnterAsync();
        _harness.Link.Post("#lobby", EventKind.Text, "under way");
        var left = await connection.ReadAsync<PostFrame>();
        Assert.That(_harness.Outbox(), Is.EqualTo([("under way", true)]), "that it leaves is written down before it does");
        await _harness.CrashAsync();

        _harness.Start();
        connection = await _harness.Server.AcceptAsync();
        var hello = await connection.ReadAsync<HelloFrame>();
        Assert.That(hello.Resume, Is.EqualTo(Secret));
        await connection.SendAsync(Welcome(hello.Id, "alice", new RoomState("#lobby", 1, 0, LobbyLog, 0)));
        var join = await connection.LetInAsync(head: 1);
        Assert.That((join.After, join.Log), Is.EqualTo((0L, LobbyLog)));
        await connection.SendAsync(Said("#lobby", 1));
        Assert.That((await connection.ReadAsync<PostFrame>()).Key, Is.EqualTo(left.Key));
    }

    [Test]
    public async Task Crash_WhenItHasArrived_KnowsItByItsEvent_AndDoesNotSendItAgain()
    {
        _harness.Start();
        var connection = await _harness.EnterAsync();
        _harness.Link.Post("#lobby", EventKind.Text, "arrived");
        var left = await connection.ReadAsync<PostFrame>();
        await _harness.CrashAsync();

        _harness.Start();
        connection = await _harness.EnterAsync(head: 1);
        await connection.SendAsync(Said("#lobby", 1, "arrived", "alice", left.Key));
        await _harness.Harness.EventAsync<LinkEvent.PostAccepted>();
        await FenceAsync(connection);

        Assert.That(_harness.Outbox(), Is.Empty);
    }

    [Test]
    public async Task Crash_WhenItIsConfirmed_ForgetsIt()
    {
        _harness.Start();
        var connection = await _harness.EnterAsync();
        _harness.Link.Post("#lobby", EventKind.Text, "confirmed");
        await AcceptAsync(connection, 1);
        await _harness.Harness.EventAsync<LinkEvent.PostAccepted>();
        await _harness.CrashAsync();

        _harness.Start();
        connection = await _harness.EnterAsync();
        await FenceAsync(connection);
    }

    [Test]
    public async Task Crash_WhenItWasRefused_KeepsItForThePersonToDecide()
    {
        _harness.Start();
        var connection = await _harness.EnterAsync();
        _harness.Link.Post("#lobby", EventKind.Text, "refused");
        var post = await connection.ReadAsync<PostFrame>();
        await connection.SendAsync(new ErrorFrame(post.Id, ErrorCodes.Muted, "not now"));
        await _harness.Harness.EventAsync<LinkEvent.PostFailed>();
        await _harness.CrashAsync();

        _harness.Start();
        connection = await _harness.EnterAsync();
        Assert.That((await _harness.Harness.EventAsync<LinkEvent.PostsRefused>()).Count, Is.EqualTo(1));
        await FenceAsync(connection);
        var refused = _harness.Link.RefusedPosts().Single();
        Assert.That((refused.Text, refused.Reason), Is.EqualTo(("refused", "not now")));
        Assert.That(_harness.Link.Retry(refused.Key), Is.True);

        Assert.That((await AcceptAsync(connection, 1)).Key, Is.EqualTo(post.Key));
        await _harness.Harness.EventAsync<LinkEvent.PostAccepted>();
        Assert.That(_harness.Link.RefusedPosts(), Is.Empty);
    }

    [Test]
    public async Task Crash_OfAnotherProgramOfThePerson_IsMadeGoodByThisOne()
    {
        _harness.Start();
        var connection = await _harness.EnterAsync();
        var other = _harness.Disk.Start();
        other.Begin(null);
        other.Add(Chat.Tests.Client.Store.StoreHarness.Post(7, "of the other"), bindsByName: true);
        _harness.Harness.Time.Advance(TimeSpan.FromSeconds(5));
        await FenceAsync(connection);
        Assert.That(_harness.Link.Unanswered, Is.Zero, "it lives");

        _harness.Disk.EndLast();
        _harness.Harness.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.That((await AcceptAsync(connection, 1)).Text, Is.EqualTo("of the other"));
        await _harness.Harness.EventAsync<LinkEvent.PostAccepted>();
        Assert.That(_harness.Outbox(), Is.Empty);
    }

    [Test]
    public async Task Quit_KeepsWhatIsNotSent_ForTheNextStart()
    {
        _harness.Start(runs: false);
        _harness.Link.Post("#lobby", EventKind.Text, "not sent");
        var running = _harness.Link.RunAsync(CancellationToken.None);
        _harness.Link.Quit();
        await running;

        await _harness.Harness.EventAsync<LinkEvent.PostKept>();
        Assert.That(_harness.Outbox(), Is.EqualTo([("not sent", false)]));
    }

    [Test]
    public async Task Quit_OfAProgram_GivesBackWhatIsNotSent_SoThatItCanTryAgain()
    {
        await using var harness = new MemoryHarness(isForPerson: false);
        harness.Start(runs: false);
        harness.Link.Post("#lobby", EventKind.Text, "not sent");
        var running = harness.Link.RunAsync(CancellationToken.None);
        harness.Link.Quit();
        await running;

        await harness.Harness.EventAsync<LinkEvent.PostFailed>();
        Assert.That(harness.Outbox(), Is.Empty);
    }

    [Test]
    public async Task Post_ThatTheDiskDoesNotTake_IsNotTyped()
    {
        _harness.Start();
        var connection = await _harness.EnterAsync();
        _harness.Execute("ALTER TABLE outbox RENAME TO gone");
        _harness.Link.Post("#lobby", EventKind.Text, "lost otherwise");

        Assert.That((await _harness.Harness.EventAsync<LinkEvent.PostFailed>()).Error.Code, Is.EqualTo(ClientCodes.NotKept));
        Assert.That(_harness.Link.Unanswered, Is.Zero);
        await FenceAsync(connection);
    }

    [Test]
    public async Task Post_WhoseLeavingCannotBeWritten_DoesNotLeave_AndGoesOutWhenItCan()
    {
        _harness.Start();
        var connection = await _harness.EnterAsync();
        await FenceAsync(connection);
        _harness.Execute("CREATE TRIGGER full BEFORE UPDATE OF sent_as ON outbox BEGIN SELECT RAISE(ABORT, 'disk full'); END");
        _harness.Link.Post("#lobby", EventKind.Text, "waits");
        var offline = await _harness.Harness.EventAsync<LinkEvent.Offline>();
        Assert.That(offline.Reason, Does.Contain("disk full"));
        Assert.That(await connection.TryReadAsync(), Is.Null, "nothing of it was sent");

        _harness.Execute("DROP TRIGGER full");
        _harness.Harness.Time.Advance(offline.RetryIn);
        connection = await _harness.EnterAsync();
        Assert.That((await AcceptAsync(connection, 1)).Text, Is.EqualTo("waits"));
    }

    [Test]
    public async Task Event_ThatCannotBeWritten_IsShownAllTheSame_AndThatIsSaidOnce()
    {
        _harness.Start();
        var connection = await _harness.EnterAsync();
        _harness.Execute("ALTER TABLE events RENAME TO gone");
        await connection.SendAsync(Said("#lobby", 1), Said("#lobby", 2));

        await _harness.Harness.ArrivedAsync(1);
        await _harness.Harness.EventAsync<LinkEvent.NotKept>();
        await _harness.Harness.ArrivedAsync(2);
    }
}
