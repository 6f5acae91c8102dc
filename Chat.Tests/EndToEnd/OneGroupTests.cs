using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>Requests sent in one go are decided in one group: what each means must not depend on that.</summary>
[TestFixture]
public sealed class OneGroupTests
{
    private RunningServer _server = null!;
    private WireClient _alice = null!;
    private WireClient _bob = null!;

    [SetUp]
    public async Task SetUp()
    {
        _server = await RunningServer.StartAsync();
        _alice = await WireClient.EnterAsync(_server.Endpoint, "alice");
        _bob = await WireClient.EnterAsync(_server.Endpoint, "bob");
    }

    [TearDown]
    public async Task TearDown()
    {
        await _alice.DisposeAsync();
        await _bob.DisposeAsync();
        await _server.DisposeAsync();
    }

    [TestCase(null)]
    [TestCase(0)]
    [TestCase(2)]
    public async Task Join_AgainRightAfterPosting_NothingFromBeforeComesAfterJoined(int? after)
    {
        await _alice.JoinAsync("#lobby");
        await _alice.PostAsync("#lobby", "one");
        await _alice.EventsAsync("#lobby", 1);

        await _alice.SendAsync(
            new PostFrame(101, Guid.NewGuid(), "#lobby", EventKind.Text, "two"),
            new PostFrame(102, Guid.NewGuid(), "#lobby", EventKind.Text, "three"),
            new JoinFrame(103, "#lobby", after),
            new PostFrame(104, Guid.NewGuid(), "#lobby", EventKind.Text, "four"));

        await _alice.FenceAsync();
        var frames = _alice.Received;
        var joined = frames.FindIndex(frame => frame is JoinedFrame { Id: 103 });
        Assert.That(((JoinedFrame)frames[joined]).Head, Is.EqualTo(3));
        var seqs = frames.Skip(joined).OfType<EventFrame>().Select(e => e.Seq);
        Assert.That(seqs, Is.EqualTo(Enumerable.Range((after ?? 3) + 1, 4 - (after ?? 3))));
    }

    [Test]
    public async Task Join_RightAfterAnEdit_ReplaysTheNewText()
    {
        await _alice.JoinAsync("#lobby");
        await _alice.PostAsync("#lobby", "old");

        await _alice.SendAsync(new PostFrame(101, Guid.NewGuid(), "#lobby", EventKind.Edit, "new", 1), new JoinFrame(102, "#lobby", 0));

        await _alice.FenceAsync();
        var afterJoined = _alice.Received.SkipWhile(frame => frame is not JoinedFrame { Id: 102 }).OfType<EventFrame>();
        Assert.That(afterJoined.Select(e => (e.Seq, e.Text)), Is.EqualTo(new[] { (1L, "new"), (2L, "new") }));
    }

    [Test]
    public async Task Nick_RightAfterPosting_WhatWasSaidBeforeComesUnderTheOldName()
    {
        await _alice.PostAsync("@bob", "zero");

        await _alice.SendAsync(
            new PostFrame(101, Guid.NewGuid(), "@bob", EventKind.Text, "one"),
            new NickFrame(102, "alicia"),
            new PostFrame(103, Guid.NewGuid(), "@bob", EventKind.Text, "two"));

        await _alice.AnswerAsync(103);
        var seen = await _bob.FenceAsync();
        Assert.That(seen.Select(Summary), Is.EqualTo(new[] { "@alice alice: zero", "@alice alice: one", "alice is alicia", "@alicia alicia: two" }));
    }

    [Test]
    public async Task Leave_RightAfterPosting_TheEventComesBeforeDoneAndNothingAfter()
    {
        await _alice.JoinAsync("#lobby");
        await _bob.JoinAsync("#lobby");

        await _alice.SendAsync(new PostFrame(101, Guid.NewGuid(), "#lobby", EventKind.Text, "bye"), new LeaveFrame(102, "#lobby"));
        await _alice.AnswerAsync(102);
        await _bob.PostAsync("#lobby", "gone");

        await _alice.FenceAsync();
        var frames = _alice.Received;
        var done = frames.FindIndex(frame => frame is DoneFrame { Id: 102 });
        Assert.That(frames.Take(done).OfType<EventFrame>().Select(e => e.Text), Is.EqualTo(new[] { "bye" }));
        Assert.That(frames.Skip(done).Where(frame => frame is EventFrame or PresenceFrame), Is.Empty);
    }

    private static string Summary(Frame frame) => frame switch
    {
        EventFrame e => $"{e.Room} {e.Nick}: {e.Text}",
        RenamedFrame r => $"{r.Old} is {r.New}",
        _ => frame.ToString(),
    };
}
