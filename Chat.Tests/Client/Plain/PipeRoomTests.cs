using System.Threading.Channels;
using Chat.Client;
using Chat.Client.Plain;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Client.Connection;
using NUnit.Framework;
using static Chat.Tests.Client.Connection.SessionHarness;

namespace Chat.Tests.Client.Plain;

/// <summary>Piped lines are for the room that was asked for, and for no other one.</summary>
[TestFixture]
[CancelAfter(20_000)]
public sealed class PipeRoomTests
{
    private LinkHarness _harness = null!;
    private StringWriter _output = null!;
    private StringWriter _errors = null!;
    private LateReader _input = null!;

    [SetUp]
    public void SetUp() => _input = new LateReader();

    [TearDown]
    public async Task TearDownAsync()
    {
        await _harness.DisposeAsync();
        await _output.DisposeAsync();
        await _errors.DisposeAsync();
        _input.Dispose();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task ARoomThatRefuses_GetsNothing_AndNoOtherRoomDoes(bool otherFirst)
    {
        var running = Pipe("#secret", "for secret only\n/me waits\n");
        var connection = await _harness.Server.AcceptAsync();
        var hello = await connection.ReadAsync<HelloFrame>();
        await connection.SendAsync(Welcome(hello.Id, "alice", new RoomState("#lobby", 0, 0, OtherLog, 0)));
        JoinFrame[] joins = [await connection.ReadAsync<JoinFrame>(), await connection.ReadAsync<JoinFrame>()];
        foreach (var join in joins.OrderBy(join => (join.Room == "#lobby") != otherFirst))
        {
            await connection.SendAsync(join.Room == "#lobby"
                ? Joined(join.Id, "#lobby", 0, log: OtherLog)
                : new ErrorFrame(join.Id, ErrorCodes.Forbidden, "you need an invitation"));
        }

        Assert.That(await PostedAsync(connection), Has.None.Matches<PostFrame>(post => post.Room == "#lobby"));
        Assert.That(await running, Is.EqualTo(ExitCode.NotAllowed));
        Assert.That(_errors.ToString(), Does.Contain("!! #secret: you need an invitation\n").And.Contain("for secret only"));
        Assert.That(_output.ToString(), Is.Empty);
    }

    [Test]
    public async Task ARoomThatRefuses_IsNamedWithEachLine_AndAnEmptyPipeEndsWith77Too()
    {
        var running = Pipe("#secret", "");
        var connection = await _harness.Server.GreetAsync();
        await RefuseAsync(connection);
        Assert.That(await PostedAsync(connection), Is.Empty);
        Assert.That(await running, Is.EqualTo(ExitCode.NotAllowed));

        await TearDownAsync();
        running = Pipe("#lobby", "/join #secret\none\n");
        connection = await _harness.Server.GreetAsync();
        await connection.LetInAsync();
        await RefuseAsync(connection);
        Assert.That(await PostedAsync(connection), Has.None.Matches<PostFrame>(post => post.Room == "#lobby"), "not the room before");
        Assert.That(await running, Is.EqualTo(ExitCode.NotAllowed));
        Assert.That(_errors.ToString(), Does.Contain("#secret: closed"));
    }

    [Test]
    public async Task ARoomThatPutsUsOut_GetsNoMore_AndTheLineIsNotSent()
    {
        var running = Pipe("#dev", _input);
        var connection = await _harness.Server.GreetAsync();
        await connection.LetInAsync();
        await connection.SendAsync(new MembershipFrame("#dev", LobbyLog, false, "bob", "noise"), new PingFrame(1));
        await connection.ReadAsync<PongFrame>();
        _input.Give("too late");
        _input.Give(null);

        Assert.That(await PostedAsync(connection), Has.None.Matches<PostFrame>(post => post.Room != "#dev"));
        Assert.That(await running, Is.EqualTo(ExitCode.NotAllowed));
        Assert.That(_errors.ToString(), Does.Contain("too late"));
    }

    [Test]
    public async Task ARoomThatWasLeft_IsNotReplacedByTheOneBefore()
    {
        var running = Pipe("#lobby", "/join #dev\n/part\nto whom?\n");
        var connection = await _harness.Server.GreetAsync();
        await connection.LetInAsync();
        await connection.LetInAsync();
        var leave = await connection.ReadAsync<LeaveFrame>();
        await connection.SendAsync(new DoneFrame(leave.Id));

        Assert.That(await PostedAsync(connection), Is.Empty);
        Assert.That(await running, Is.EqualTo(ExitCode.NotAllowed));
        Assert.That(_errors.ToString(), Does.Contain("!! Not sent, because you are in no room: to whom?"));
    }

    [TestCase("/nosuch\n")]
    [TestCase("/kick a!b\n")]
    public async Task ACommandThatCannotBeDone_EndsWith77(string input)
    {
        var running = Pipe("#lobby", input);
        var connection = await _harness.Server.GreetAsync();
        await connection.LetInAsync();

        await connection.ReadAsync<ByeFrame>();
        Assert.That(await running, Is.EqualTo(ExitCode.NotAllowed));
    }

    [Test]
    public async Task ARoomInAnotherSpelling_IsTheOneAskedFor()
    {
        var running = Pipe("#LOBBY", "hello\n");
        var connection = await _harness.Server.GreetAsync();
        var join = await connection.ReadAsync<JoinFrame>();
        await connection.SendAsync(Joined(join.Id, "#lobby", 0));
        var post = await connection.ReadAsync<PostFrame>();
        await connection.SendAsync(new PostedFrame(post.Id, post.Key, "#lobby", 1, 0));

        await connection.ReadAsync<ByeFrame>();
        Assert.That(post.Room, Is.EqualTo("#lobby"));
        Assert.That(await running, Is.EqualTo(ExitCode.Done));
    }

    private static async Task RefuseAsync(ScriptedConnection connection)
    {
        var join = await connection.ReadAsync<JoinFrame>();
        await connection.SendAsync(new ErrorFrame(join.Id, ErrorCodes.Forbidden, "closed"));
    }

    /// <summary>What is posted until the client says goodbye; a server lets nobody post where he is not.</summary>
    private static async Task<List<PostFrame>> PostedAsync(ScriptedConnection connection)
    {
        var posts = new List<PostFrame>();
        while (await connection.TryReadAsync() is { } frame and not ByeFrame)
        {
            if (frame is PostFrame post)
            {
                posts.Add(post);
                await connection.SendAsync(new ErrorFrame(post.Id, ErrorCodes.NotMember, "you are not in that room"));
            }
        }

        return posts;
    }

    private Task<ExitCode> Pipe(string room, string input) => Pipe(room, new StringReader(input));

    private Task<ExitCode> Pipe(string room, TextReader input)
    {
        _harness = new LinkHarness();
        _output = new StringWriter();
        _errors = new StringWriter();
        _harness.Prepare(options => options with { Rooms = [room] });
        var chat = new LineChat(_harness.Link, new PipeScreen(_output, _errors), _harness.Time, "alice", room);
        var running = chat.RunAsync(CancellationToken.None);
        _ = LineModeHost.ReadLinesAsync(input, chat);
        return running;
    }

    /// <summary>A pipe whose lines come when the test says so.</summary>
    private sealed class LateReader : TextReader
    {
        private readonly Channel<string?> _lines = Channel.CreateUnbounded<string?>();

        public void Give(string? line) => _lines.Writer.TryWrite(line);

        public override Task<string?> ReadLineAsync() => _lines.Reader.ReadAsync().AsTask();
    }
}
