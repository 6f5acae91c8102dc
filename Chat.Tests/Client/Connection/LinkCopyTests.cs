using Chat.Client;
using Chat.Client.Connection;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Client.Store;
using NUnit.Framework;
using static Chat.Tests.Client.Connection.MemoryHarness;
using static Chat.Tests.Client.Connection.SessionHarness;

namespace Chat.Tests.Client.Connection;

/// <summary>Reading goes on where it stopped, and history and search are answered out of the copy.</summary>
[TestFixture]
[CancelAfter(30_000)]
public sealed class LinkCopyTests
{
    private MemoryHarness _harness = null!;

    [SetUp]
    public void SetUp() => _harness = new MemoryHarness();

    [TearDown]
    public async Task TearDownAsync() => await _harness.DisposeAsync();

    [Test]
    public async Task Start_ShowsTheLastThatWasSeen_ThenWhatWasNot_ThenWhatIsNew()
    {
        await SeeAsync(12, shown: 9);
        _harness.Start();
        var connection = await _harness.EnterAsync(head: 13);
        await connection.SendAsync(Said("#lobby", 13));
        await FenceAsync(connection);

        Assert.That(await ToldAsync(13), Is.EqualTo(["opened", "before 5-9", "10", "11", "12", "13"]));
    }

    [Test]
    public async Task Start_AfterMoreThanAnybodyReads_ShowsTheLatest_AndSaysHowManyThereAreBefore()
    {
        await SeeAsync(30, shown: 4);
        _harness.Start();
        var connection = await _harness.EnterAsync(head: 33);
        await connection.SendAsync(Said("#lobby", 31), Said("#lobby", 32), Said("#lobby", 33));
        await FenceAsync(connection);

        Assert.That(await ToldAsync(33), Is.EqualTo(
            ["opened", "before 1-4", "left out 19", "24", "25", "26", "27", "28", "29", "30", "31", "32", "33"]));
    }

    [Test]
    public async Task Start_FarBehindTheServer_FetchesWhatWasLeftOut_AndAppliesWhatWasDeletedThere()
    {
        await SeeAsync(3, shown: 2);
        _harness.Start();
        var connection = await _harness.EnterAsync(head: 1000);
        var join = await connection.LetInAsync(head: 1000);
        Assert.That(join.After, Is.EqualTo(990));
        var first = await connection.ReadAsync<HistoryFrame>();
        Assert.That((first.After, first.Before, first.Limit), Is.EqualTo((3L, 991L, 500)));
        var withheld = (HitsFrame)(await _harness.Link.SearchAsync("x", null, "copy:9999999:9999999", 5)).Frame;
        Assert.That(withheld.Hits, Is.Empty, "what was copied before may be deleted by now");
        await connection.SendAsync(new PageFrame(first.Id, "#lobby", [StoreHarness.Deleted(4, 2), .. Events(5, 503)], true, 1));
        var second = await connection.ReadAsync<HistoryFrame>();
        Assert.That((second.After, second.Before), Is.EqualTo((503L, 991L)));
        await connection.SendAsync(new PageFrame(second.Id, "#lobby", [.. Events(504, 990)], true, 1), Said("#lobby", 991));
        await FenceAsync(connection);

        Assert.That(await ToldAsync(991), Is.EqualTo(["opened", "before 1-2", "left out 988", "991"]));
        connection.Close();
        await _harness.Harness.EventAsync<LinkEvent.Offline>();
        var answer = await _harness.Link.HistoryAsync("#lobby", 500);
        Assert.That(answer.IsWholeOffline, Is.True);
        var found = (HitsFrame)(await _harness.Link.SearchAsync("x", null, null, 2000)).Frame;
        Assert.That(found.Hits.Select(hit => hit.Seq), Does.Contain(1).And.Not.Contain(2));
    }

    [Test]
    public async Task History_ThatIsAllHere_IsAnsweredAtOnce_OtherwiseByTheServer_AndThenKept()
    {
        await SeeAsync(3, shown: 3, first: 10);
        _harness.Start();
        var connection = await _harness.EnterAsync(head: 12);
        await FenceAsync(connection);
        var at = (PageFrame)(await _harness.Link.HistoryAsync("#lobby", 3)).Frame;
        Assert.That(at.Events.Select(happened => happened.Seq), Is.EqualTo([10, 11, 12]));

        var asking = _harness.Link.HistoryAsync("#lobby", 5);
        var asked = await connection.ReadAsync<HistoryFrame>();
        await connection.SendAsync(Page(asked.Id, "#lobby", 8, 9, 10, 11, 12));
        Assert.That(await asking, Has.Property(nameof(HistoryAnswer.IsWholeOffline)).Null);

        var again = (PageFrame)(await _harness.Link.HistoryAsync("#lobby", 5)).Frame;
        Assert.That(again.Events, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task History_WhileOnesOwnMessageIsOnlyConfirmed_IsAskedOfTheServer()
    {
        _harness.Start();
        var connection = await _harness.EnterAsync();
        _harness.Link.Post("#lobby", EventKind.Text, "mine");
        await AcceptAsync(connection, 1);
        await FenceAsync(connection);

        var asking = _harness.Link.HistoryAsync("#lobby", 5);
        var asked = await connection.ReadAsync<HistoryFrame>();
        await connection.SendAsync(Page(asked.Id, "#lobby", 1));
        Assert.That(((PageFrame)(await asking).Frame).Events, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task HistoryAndSearch_WithoutAConnection_AreOutOfTheCopy_AndSaySo()
    {
        await SeeAsync(3, shown: 3, first: 10);
        _harness.Start();
        var connection = await _harness.EnterAsync(head: 12);
        connection.Close();
        await _harness.Harness.EventAsync<LinkEvent.Offline>();

        var history = await _harness.Link.HistoryAsync("#lobby", 20);
        Assert.That(((PageFrame)history.Frame).Events, Has.Count.EqualTo(3));
        Assert.That(history.IsWholeOffline, Is.False, "there are older ones, but not here");
        var search = await _harness.Link.SearchAsync("X", null, null, 2);
        var hits = (HitsFrame)search.Frame;
        Assert.That(search.IsCopy, Is.True);
        Assert.That(hits.Hits.Select(hit => hit.Seq), Is.EqualTo([12, 11]));
        search = await _harness.Link.SearchAsync("X", null, hits.Cursor, 2);
        Assert.That(((HitsFrame)search.Frame).Hits.Select(hit => hit.Seq), Is.EqualTo([10]));
        Assert.That((await _harness.Link.HistoryAsync("#elsewhere", 5)).Frame, Is.InstanceOf<ErrorFrame>());
    }

    [Test]
    public async Task History_OfAServerThatIsNotThereAtTheStart_IsOutOfTheCopy()
    {
        await SeeAsync(3, shown: 3);
        _harness.Server.RefuseNext(new DialResult.Failed(ExitCode.Unavailable, "connection refused"));
        _harness.Start(static options => options with { StartsOffline = true });
        await _harness.Harness.EventAsync<LinkEvent.Offline>();

        Assert.That(_harness.Link.CopiedRooms, Is.EqualTo(["#lobby"]));
        Assert.That(((PageFrame)(await _harness.Link.HistoryAsync("#lobby", 20)).Frame).Events, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task RoomThatIsLeft_IsForgotten_AndEnteredAnewWithoutAPlace()
    {
        await SeeAsync(3, shown: 3);
        _harness.Start();
        var connection = await _harness.EnterAsync(head: 3);
        _harness.Link.Leave("#lobby");
        await connection.SendAsync(new DoneFrame((await connection.ReadAsync<LeaveFrame>()).Id));
        await _harness.Harness.EventAsync<LinkEvent.RoomClosed>();
        _ = _harness.Link.JoinAsync("#lobby");

        Assert.That((await connection.ReadAsync<JoinFrame>()).After, Is.Null);
    }

    /// <summary>A program sees events 1 to <paramref name="count"/> and crashes.</summary>
    private async Task SeeAsync(int count, long shown, long first = 1)
    {
        _harness.Start();
        var connection = await _harness.Server.GreetAsync();
        var join = await connection.ReadAsync<JoinFrame>();
        await connection.SendAsync(Joined(join.Id, "#lobby", first - 1));
        if (first > 1)
        {
            await connection.SendAsync(Page((await connection.ReadAsync<HistoryFrame>()).Id, "#lobby"));
        }

        for (var seq = first; seq < first + count; seq++)
        {
            await connection.SendAsync(Said("#lobby", seq));
            await _harness.Harness.ArrivedAsync(seq);
        }

        _harness.Link.Shown("#lobby", first == 1 ? shown : first + shown - 1);
        await _harness.CrashAsync();
    }

    /// <summary>What is told up to an event, in short.</summary>
    private async Task<List<string>> ToldAsync(long last)
    {
        var told = new List<string>();
        while (told.Count == 0 || told[^1] != $"{last}")
        {
            told.AddRange(await _harness.Harness.NextAsync() switch
            {
                LinkEvent.RoomOpened => ["opened"],
                LinkEvent.Backlog backlog => [$"before {backlog.Page.Events[0].Seq}-{backlog.Page.Events[^1].Seq}"],
                LinkEvent.LeftOut left => [$"left out {left.Count}"],
                LinkEvent.Arrived arrived => [$"{arrived.Event.Seq}"],
                _ => [],
            });
        }

        return told;
    }

    private static IEnumerable<PageEvent> Events(int first, int last) => Enumerable.Range(first, last - first + 1).Select(seq => StoreHarness.Said(seq, "x"));
}
