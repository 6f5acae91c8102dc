using Chat.Client;
using Chat.Client.Connection;
using Chat.Client.Plain;
using Chat.Client.Terminal;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Client.Connection;
using NUnit.Framework;
using static Chat.Tests.Client.Connection.SessionHarness;

namespace Chat.Tests.Client.Plain;

/// <summary>The line mode from end to end, with a scripted server.</summary>
[TestFixture]
[CancelAfter(20_000)]
public sealed class LineChatTests
{
    private LinkHarness _harness = null!;
    private StringWriter _output = null!;
    private StringWriter _errors = null!;
    private VirtualTerminal _terminal = null!;

    [SetUp]
    public void SetUp()
    {
        _harness = new LinkHarness();
        _output = new StringWriter();
        _errors = new StringWriter();
        _terminal = new VirtualTerminal(80);
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        await _harness.DisposeAsync();
        await _output.DisposeAsync();
        await _errors.DisposeAsync();
        await _terminal.DisposeAsync();
    }

    [Test]
    public async Task APipe_SaysItsLinesInOrder_AndEndsWhenAllAreOut()
    {
        var running = Pipe("one\ntwo\n\n//three\n");
        var connection = await _harness.Server.GreetAsync();
        await connection.LetInAsync();
        foreach (var (text, seq) in (IEnumerable<(string, long)>)[("one", 1), ("two", 2), ("/three", 3)])
        {
            var post = await connection.ReadAsync<PostFrame>();
            Assert.That((post.Room, post.Text), Is.EqualTo(("#lobby", text)));
            Assert.That(running.IsCompleted, Is.False);
            await connection.SendAsync(Said("#lobby", seq, text, "alice", post.Key), new PostedFrame(post.Id, post.Key, "#lobby", seq, 0));
        }

        await connection.ReadAsync<ByeFrame>();
        Assert.That(await running, Is.EqualTo(ExitCode.Done));
        Assert.That(_output.ToString(), Is.EqualTo(
            "00:00 #lobby <alice> one\n00:00 #lobby <alice> two\n00:00 #lobby <alice> /three\n"));
        Assert.That(_errors.ToString(), Does.StartWith("-- Connected to test as alice\n-- You are in #lobby"));
        Assert.That(_output.ToString() + _errors, Does.Not.Contain("\u001B"));
    }

    [Test]
    public async Task APipe_WithNothingInIt_EndsOnceTheRoomIsOpen()
    {
        var running = Pipe("");
        var connection = await _harness.Server.GreetAsync();
        await connection.LetInAsync();

        await connection.ReadAsync<ByeFrame>();
        Assert.That(await running, Is.EqualTo(ExitCode.Done));
    }

    [Test]
    public async Task APipe_WaitsForEachCommand()
    {
        var running = Pipe("/join #dev\nhello\n/names\n");
        var connection = await _harness.Server.GreetAsync();
        await connection.LetInAsync();
        await connection.LetInAsync();
        var post = await connection.ReadAsync<PostFrame>();
        var members = await connection.ReadAsync<MembersFrame>();
        await connection.SendAsync(
            new PostedFrame(post.Id, post.Key, "#dev", 1, 0),
            new MemberListFrame(members.Id, "#dev", [new MemberListing("alice", UserStatus.Online, RoomRole.Owner)], false));

        await connection.ReadAsync<ByeFrame>();
        Assert.That(await running, Is.EqualTo(ExitCode.Done));
        Assert.That(post.Room, Is.EqualTo("#dev"));
        Assert.That(_output.ToString(), Is.EqualTo("#dev, 1 member: alice\n"));
    }

    [Test]
    public async Task APipe_WhoseMessageIsRefused_SaysSoAndEndsWith77()
    {
        var running = Pipe("hello\n");
        var connection = await _harness.Server.GreetAsync();
        await connection.LetInAsync();
        var post = await connection.ReadAsync<PostFrame>();
        await connection.SendAsync(new ErrorFrame(post.Id, ErrorCodes.Muted, "you are muted"));

        await connection.ReadAsync<ByeFrame>();
        Assert.That(await running, Is.EqualTo(ExitCode.NotAllowed));
        Assert.That(_errors.ToString(), Does.Contain("!! Not sent to #lobby: you are muted\n     hello\n"));
    }

    [Test]
    public async Task APipe_AcrossALostConnection_LosesNothing()
    {
        var running = Pipe("one\ntwo\n");
        var first = await _harness.Server.GreetAsync();
        await first.LetInAsync();
        var one = await first.ReadAsync<PostFrame>();
        first.Close();
        var second = await ReconnectAsync();
        var join = await second.ReadAsync<JoinFrame>();
        await second.SendAsync(Joined(join.Id, "#lobby", 1), Said("#lobby", 1, "one", "alice", one.Key));
        var two = await second.ReadAsync<PostFrame>();
        await second.SendAsync(Said("#lobby", 2, "two", "alice", two.Key), new PostedFrame(two.Id, two.Key, "#lobby", 2, 0));

        await second.ReadAsync<ByeFrame>();
        Assert.That(await running, Is.EqualTo(ExitCode.Done));
        Assert.That(two.Text, Is.EqualTo("two"));
        Assert.That(_output.ToString(), Is.EqualTo("00:00 #lobby <alice> one\n00:00 #lobby <alice> two\n"));
        Assert.That(_errors.ToString(), Does.Contain("-- Offline").And.Contain("-- Connected again"));
    }

    [Test]
    public async Task APipe_ToAServerThatIsNotThere_EndsWith69()
    {
        _harness.Server.RefuseNext(new DialResult.Failed(ExitCode.Unavailable, "connection refused", "Is it running?"));

        Assert.That(await Pipe("hello\n"), Is.EqualTo(ExitCode.Unavailable));
        Assert.That(_errors.ToString(), Is.EqualTo("!! Cannot connect to test: connection refused. Is it running?\n"));
    }

    [Test]
    public async Task ATerminal_KeepsWhatIsTyped_WhileOthersSpeak()
    {
        var (chat, input, running) = Terminal();
        var connection = await _harness.Server.GreetAsync();
        await connection.LetInAsync();
        Press(input, "half a sen");
        await connection.SendAsync(Said("#lobby", 1, "evil\u001B[2J\nline"));
        await FenceAsync(chat, connection);

        Assert.That(_terminal.Above.TakeLast(2), Is.EqualTo(["00:00 <bob> evil␛[2J", "            line"]));
        Assert.That(_terminal.Bottom, Is.EqualTo("[#lobby] half a sen"));

        Press(input, "tence\r");
        var post = await connection.ReadAsync<PostFrame>();
        Assert.That(post.Text, Is.EqualTo("half a sentence"));
        await ShownAsync(chat, () => _terminal.Above[^1] == "… half a sentence");
        await connection.SendAsync(Said("#lobby", 2, post.Text, "alice", post.Key), new PostedFrame(post.Id, post.Key, "#lobby", 2, 0));
        await FenceAsync(chat, connection);
        Assert.That(_terminal.Above[^1], Is.EqualTo("00:00 <alice> half a sentence"));
        Assert.That(_terminal.Above, Has.One.Contains("sentence"), "what was being sent is said now");

        Press(input, "x");
        input.Interrupt();
        input.Interrupt();
        await ShownAsync(chat, () => _terminal.Below.Any(row => row.Contains("Ctrl+C again", StringComparison.Ordinal)));
        input.Interrupt();
        Assert.That((await connection.ReadAsync<ReadFrame>()).Seq, Is.EqualTo(2));
        await connection.ReadAsync<ByeFrame>();
        Assert.That(await running, Is.EqualTo(ExitCode.Done));
        Assert.That(_terminal.Bottom, Is.Empty);
    }

    [Test]
    public async Task ATerminal_Offline_TakesWhatIsTyped_AndShowsThatItWaits()
    {
        var (chat, input, running) = Terminal();
        var first = await _harness.Server.GreetAsync();
        await first.LetInAsync();
        await FenceAsync(chat, first);
        first.Close();
        await ShownAsync(chat, () => _terminal.Bottom == "[#lobby, offline] ");
        Press(input, "one\rtwo\r");
        await ShownAsync(chat, () => _terminal.Bottom == "[#lobby, offline, 2 to send] ");
        chat.Quit();
        await ShownAsync(chat, () => _terminal.Above.Any(row => row.Contains("/quit again", StringComparison.Ordinal)));
        Assert.That(_terminal.Above.TakeLast(2), Is.EqualTo(["… one", "… two"]));

        var second = await ReconnectAsync();
        await second.LetInAsync();
        foreach (var seq in (long[])[1, 2])
        {
            var post = await second.ReadAsync<PostFrame>();
            await second.SendAsync(Said("#lobby", seq, post.Text, "alice", post.Key), new PostedFrame(post.Id, post.Key, "#lobby", seq, 0));
        }

        await second.ReadAsync<ReadFrame>();
        await second.ReadAsync<ByeFrame>();
        Assert.That(await running, Is.EqualTo(ExitCode.Done));
        Assert.That(_terminal.Above.TakeLast(2), Is.EqualTo(["00:00 <alice> one", "00:00 <alice> two"]));
    }

    [Test]
    public async Task ATerminal_ThatQuitsOffline_WaitsForNoAnswers()
    {
        var (chat, input, running) = Terminal();
        var first = await _harness.Server.GreetAsync();
        await first.LetInAsync();
        await FenceAsync(chat, first);
        first.Close();
        await ShownAsync(chat, () => _terminal.Bottom == "[#lobby, offline] ");
        Press(input, "/join #dev\r");
        await ShownAsync(chat, () => _terminal.Bottom == "[#dev, offline] ");
        Press(input, "/quit\r");

        Assert.That(await running, Is.EqualTo(ExitCode.Done));
    }

    [Test]
    public async Task ATerminal_ThatQuitsTwice_DropsWhatIsNotSent_AndSaysWhat()
    {
        var (chat, input, running) = Terminal();
        var first = await _harness.Server.GreetAsync();
        await first.LetInAsync();
        await FenceAsync(chat, first);
        first.Close();
        await ShownAsync(chat, () => _terminal.Bottom == "[#lobby, offline] ");
        Press(input, "lost words\r");
        await ShownAsync(chat, () => _terminal.Bottom == "[#lobby, offline, 1 to send] ");
        chat.Quit();
        chat.Quit();

        Assert.That(await running, Is.EqualTo(ExitCode.TryAgain));
        Assert.That(_terminal.Above, Has.Some.Contains("Not sent to #lobby").And.Some.EqualTo("     lost words"));
    }

    [Test]
    public async Task ATerminal_InNoRoom_SaysThatNobodyWouldReadIt()
    {
        var (chat, input, _) = Terminal();
        var connection = await _harness.Server.GreetAsync();
        var join = await connection.ReadAsync<JoinFrame>();
        await connection.SendAsync(new ErrorFrame(join.Id, ErrorCodes.Forbidden, "closed"));
        await FenceAsync(chat, connection);
        Press(input, "hello?\r");
        await ShownAsync(chat, () => _terminal.Above.Any(row => row.Contains("nobody would read it: hello?", StringComparison.Ordinal)));

        Assert.That(_terminal.Above, Has.Some.EqualTo("!! #lobby: closed"));
        Assert.That(_terminal.Bottom, Is.EqualTo("[no room] "));
    }

    private static void Press(TerminalInput input, string keys)
    {
        foreach (var key in keys)
        {
            input.OnKey(new ConsoleKeyInfo(key, key == '\r' ? ConsoleKey.Enter : ConsoleKey.None, false, false, false), false);
        }
    }

    private Task<ExitCode> Pipe(string input)
    {
        _harness.Prepare();
        var chat = new LineChat(_harness.Link, new PipeScreen(_output, _errors), _harness.Time, "alice", "#lobby");
        var running = chat.RunAsync(CancellationToken.None);
        _ = LineModeHost.ReadLinesAsync(new StringReader(input), chat);
        return running;
    }

    private (LineChat Chat, TerminalInput Input, Task<ExitCode> Running) Terminal()
    {
        _harness.Prepare();
        var editor = new LineEditor();
        var screen = new TerminalScreen(_terminal, editor, () => 80, colour: ColourDepth.None);
        var chat = new LineChat(_harness.Link, screen, _harness.Time, "alice", "#lobby");
        return (chat, new TerminalInput(chat, editor, screen, _harness.Time), chat.RunAsync(CancellationToken.None));
    }

    private async Task<ScriptedConnection> ReconnectAsync()
    {
        // From then on no time passes: the client would give up waiting to be greeted.
        using var patience = ScriptedServer.Patience;
        while (!_harness.Server.HasCaller)
        {
            patience.Token.ThrowIfCancellationRequested();
            _harness.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        var connection = await _harness.Server.AcceptAsync();
        var hello = await connection.ReadAsync<HelloFrame>();
        await connection.SendAsync(Welcome(hello.Id, hello.Nick!));
        return connection;
    }

    /// <summary>Everything that the server has sent by now is on the screen, and everything typed too.</summary>
    private static async Task FenceAsync(LineChat chat, ScriptedConnection connection)
    {
        await connection.SendAsync(new PingFrame(7));
        await connection.ReadAsync<PongFrame>();
        await StepAsync(chat);
    }

    private static async Task ShownAsync(LineChat chat, Func<bool> isShown)
    {
        using var patience = ScriptedServer.Patience;
        for (var shown = false; !shown;)
        {
            // Looked at in a step, since the loop draws on the terminal between them.
            var looked = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            chat.Post(() => looked.SetResult(isShown()));
            shown = await looked.Task.WaitAsync(patience.Token);
        }

        await StepAsync(chat);
    }

    /// <summary>A whole turn of the loop, with its refresh.</summary>
    private static async Task StepAsync(LineChat chat)
    {
        for (var i = 0; i < 2; i++)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            chat.Post(done.SetResult);
            await done.Task;
        }
    }
}
