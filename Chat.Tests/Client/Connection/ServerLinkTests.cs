using Chat.Client;
using Chat.Client.Connection;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;
using static Chat.Tests.Client.Connection.SessionHarness;

namespace Chat.Tests.Client.Connection;

[TestFixture]
[CancelAfter(20_000)]
public sealed class ServerLinkTests
{
    private LinkHarness _harness = null!;

    private ScriptedServer Server => _harness.Server;

    [SetUp]
    public void SetUp() => _harness = new LinkHarness();

    [TearDown]
    public async Task EndAsync() => await _harness.DisposeAsync();

    [Test]
    public async Task ALostConnection_IsMadeAgain_AndNothingIsLostOrDoubled()
    {
        _harness.Start();
        var first = await Server.GreetAsync();
        await first.LetInAsync(3);
        var post = _harness.Link.Post("#lobby", EventKind.Text, "hello");
        var sent = await first.ReadAsync<PostFrame>();
        await first.SendAsync(Said("#lobby", 4));
        await _harness.ArrivedAsync(4);
        first.Close();

        var offline = await _harness.EventAsync<LinkEvent.Offline>();
        _harness.Time.Advance(offline.RetryIn);
        var second = await Server.AcceptAsync();
        var hello = await second.ReadAsync<HelloFrame>();
        Assert.That(hello.Resume, Is.EqualTo(Secret));
        await second.SendAsync(Welcome(hello.Id));
        var join = await second.ReadAsync<JoinFrame>();
        Assert.That(join, Is.EqualTo(new JoinFrame(join.Id, "#lobby", 4, LobbyLog)));
        await second.SendAsync(Joined(join.Id, "#lobby", 5), Said("#lobby", 5));
        var again = await second.ReadAsync<PostFrame>();
        await second.SendAsync(Said("#lobby", 6, "hello", "alice", again.Key), new PostedFrame(again.Id, again.Key, "#lobby", 6, 0));

        Assert.That(again.Key, Is.EqualTo(sent.Key));
        Assert.That((await post.Completion).Seq, Is.EqualTo(6));
        await _harness.ArrivedAsync(5);
        await _harness.ArrivedAsync(6);
        await _harness.EventAsync<LinkEvent.PostAccepted>();
        Assert.That(_harness.Link.Unanswered, Is.Zero);
    }

    [Test]
    public async Task Bye_WithATime_IsHonoured()
    {
        _harness.Start();
        var first = await Server.GreetAsync();
        await first.SendAsync(new ByeFrame("restart", 5000));

        var offline = await _harness.EventAsync<LinkEvent.Offline>();

        Assert.That(offline.Reason, Is.EqualTo("restart"));
        Assert.That(offline.RetryIn, Is.InRange(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5.5)));
        _harness.Time.Advance(offline.RetryIn);
        await Server.GreetAsync();
    }

    [Test]
    public async Task AServerThatStaysAway_IsTriedLessAndLessOften()
    {
        _harness.Start();
        var first = await Server.GreetAsync();
        for (var i = 0; i < 12; i++)
        {
            Server.RefuseNext(new DialResult.Failed(ExitCode.Unavailable, "connection refused"));
        }

        first.Close();
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 12; i++)
        {
            waits.Add((await _harness.EventAsync<LinkEvent.Offline>()).RetryIn);
            _harness.Time.Advance(waits[^1]);
        }

        await _harness.EventAsync<LinkEvent.Offline>();
        var options = new LinkOptions { Server = "", Nick = "" };
        Assert.That(waits[0], Is.LessThanOrEqualTo(options.LeastBackoff));
        Assert.That(waits, Has.All.LessThanOrEqualTo(options.MostBackoff));
        Assert.That(waits[8..], Has.All.GreaterThanOrEqualTo(options.MostBackoff / 2));
        Assert.That(waits[8..].Distinct().Count(), Is.GreaterThan(1), "they are not all alike");
    }

    [Test]
    public async Task AServerThatStaysAwayTooLong_IsGivenUp_AndWhatWasTypedGivenBack()
    {
        _harness.Start(options => options with { GiveUpAfter = TimeSpan.FromSeconds(1) });
        var first = await Server.GreetAsync();
        await first.LetInAsync();
        var post = _harness.Link.Post("#lobby", EventKind.Text, "hello");
        await first.ReadAsync<PostFrame>();
        for (var i = 0; i < 5; i++)
        {
            Server.RefuseNext(new DialResult.Failed(ExitCode.Unavailable, "connection refused"));
        }

        first.Close();
        while (!_harness.Running.IsCompleted)
        {
            // The link may set its timer only after the clock was moved: it goes on moving until something happens.
            var next = _harness.NextAsync();
            while (!next.IsCompleted)
            {
                _harness.Time.Advance(TimeSpan.FromMilliseconds(10));
                await Task.Yield();
            }

            if (await next is not LinkEvent.Offline && post.Completion.IsCompleted)
            {
                break;
            }
        }

        Assert.That((await _harness.Running).Code, Is.EqualTo(ExitCode.Unavailable));
        Assert.That((await post.Completion).Error?.Code, Is.EqualTo(ClientCodes.NotConnected));
    }

    [Test]
    public async Task AHalfOpenConnection_IsFoundOutAndReplaced()
    {
        _harness.Start();
        var first = await Server.GreetAsync();
        await first.LetInAsync();
        await _harness.EventAsync<LinkEvent.RoomOpened>();

        _harness.Time.Advance(Heartbeat.Idle);
        await first.ReadAsync<PingFrame>();
        _harness.Time.Advance(Heartbeat.Grace);
        var offline = await _harness.EventAsync<LinkEvent.Offline>();

        Assert.That(offline.Code, Is.EqualTo(ErrorCodes.Timeout));
        Assert.That(await first.TryReadAsync(), Is.Null, "the old connection is closed");
        _harness.Time.Advance(offline.RetryIn);
        await Server.GreetAsync();
    }

    [Test]
    public async Task AnUnreachableServer_AtFirst_IsTheEnd()
    {
        Server.RefuseNext(new DialResult.Failed(ExitCode.Unavailable, "connection refused"));
        _harness.Start();

        var end = await _harness.Running;

        Assert.That(end.Code, Is.EqualTo(ExitCode.Unavailable));
        Assert.That(end.Message, Does.Contain("connection refused").And.Contain("test"));
    }

    [Test]
    public async Task AChangedKey_IsTheEnd_EvenAfterHavingBeenOnline()
    {
        _harness.Start();
        var first = await Server.GreetAsync();
        Server.RefuseNext(new DialResult.Refused(new LinkEnd(ExitCode.Protocol, "another key")));
        first.Close();
        _harness.Time.Advance((await _harness.EventAsync<LinkEvent.Offline>()).RetryIn);

        Assert.That(await _harness.Running, Is.EqualTo(new LinkEnd(ExitCode.Protocol, "another key")));
        Assert.That(await _harness.NextAsync(), Is.TypeOf<LinkEvent.Ended>());
    }

    [TestCase(ErrorCodes.ServerFull, 75)]
    [TestCase(ErrorCodes.TooManyConnections, 75)]
    [TestCase(ErrorCodes.Malformed, 76)]
    public async Task ARefusal_AtFirst_IsTheEnd(string code, int exit)
    {
        _harness.Start();
        var first = await Server.AcceptAsync();
        await first.SendAsync(new ErrorFrame(0, code, "no"));

        Assert.That((await _harness.Running).Code, Is.EqualTo((ExitCode)exit));
    }

    [Test]
    public async Task AnotherProtocol_AtFirst_IsTheEnd()
    {
        _harness.Start();
        var first = await Server.AcceptAsync();
        await first.SendBytesAsync("SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray());

        Assert.That((await _harness.Running).Code, Is.EqualTo(ExitCode.Protocol));
    }

    [Test]
    public async Task BytesThatAreNoFrame_Later_AreALostConnection()
    {
        _harness.Start();
        var first = await Server.GreetAsync();
        await first.SendBytesAsync([0, 0, 0, 1, 0xC1]);

        var offline = await _harness.EventAsync<LinkEvent.Offline>();

        Assert.That(offline.Code, Is.EqualTo(ClientCodes.Broken));
    }

    [Test]
    public async Task Quit_SaysGoodbyeAfterEverythingElse()
    {
        _harness.Start();
        var first = await Server.GreetAsync();
        await first.LetInAsync();
        await _harness.EventAsync<LinkEvent.RoomOpened>();
        var asked = _harness.Link.AskAsync(id => new WhoisFrame(id, "bob"));
        _harness.Link.Quit("done");

        Assert.That(await first.ReadAsync<WhoisFrame>(), Is.Not.Null);
        Assert.That(await first.ReadAsync<ByeFrame>(), Is.EqualTo(new ByeFrame("done")));
        Assert.That(await first.TryReadAsync(), Is.Null);
        Assert.That(await _harness.Running, Is.EqualTo(LinkEnd.Wanted));
        Assert.That(await asked, Is.EqualTo(ClientCodes.ConnectionLostError));
        Assert.That(await _harness.Link.AskAsync(id => new WhoisFrame(id, "bob")), Is.EqualTo(ClientCodes.NotConnectedError));
        Assert.That(await _harness.Link.JoinAsync("#a"), Is.EqualTo(ClientCodes.NotConnectedError));
        Assert.That((await _harness.Link.Post("#a", EventKind.Text, "x").Completion).Error, Is.Not.Null);
    }

    [Test]
    public async Task AskAndJoin_GetTheirAnswers()
    {
        _harness.Start();
        var first = await Server.GreetAsync();
        await first.LetInAsync();
        var asked = _harness.Link.AskAsync(id => new WhoisFrame(id, "bob"));
        var whois = await first.ReadAsync<WhoisFrame>();
        var joined = _harness.Link.JoinAsync("#dev");
        var join = await first.ReadAsync<JoinFrame>();
        await first.SendAsync(Joined(join.Id, "#dev", 0), new ErrorFrame(whois.Id, ErrorCodes.NoSuchNick, "who?"));

        Assert.That((await asked as ErrorFrame)?.Code, Is.EqualTo(ErrorCodes.NoSuchNick));
        Assert.That(await joined, Is.TypeOf<JoinedFrame>());
    }

    [Test]
    public async Task EventsThatNobodyTakes_StopTheReading()
    {
        _harness.Start();
        var first = await Server.GreetAsync();
        await first.LetInAsync();
        var sending = Task.Run(async () =>
        {
            for (var seq = 1; seq <= 4_000; seq++)
            {
                await first.SendAsync(Said("#lobby", seq, new string('x', 100)));
            }
        });

        // The pipes in between hold 64 KiB; had the link read on regardless, all of it would be through.
        for (var seq = 1; seq <= 4_000; seq++)
        {
            await _harness.ArrivedAsync(seq);
            if (seq == 1)
            {
                Assert.That(sending.IsCompleted, Is.False);
            }
        }

        await sending;
    }
}
