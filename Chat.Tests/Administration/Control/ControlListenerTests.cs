using System.Net.Sockets;
using System.Text;
using Chat.Server.Administration;
using Chat.Server.Administration.Control;
using Chat.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;
using Serilog.Events;

namespace Chat.Tests.Administration.Control;

/// <summary>Commands and a server on a real socket.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(20_000)]
internal sealed class ControlListenerTests : IDisposable
{
    private static readonly ControlRequest Request = new() { Verb = ControlVerb.Release, Nick = "grüße", MayRename = true };

    private readonly TemporaryFolder _folder = new();
    private readonly LogLines _log = new();
    private readonly FakeTimeProvider _time = new();
    private readonly FakeHouse _house = new() { Answer = new ControlAnswer { Nick = "alice\u001b2", IsChanged = true } };

    private ControlFiles Files => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task TryAskAsync_OfARunningServer_BringsItsAnswer()
    {
        await using var listener = Start();

        var answer = await AskAsync(Request);

        Assert.That(answer, Is.EqualTo(_house.Answer with { Operators = answer!.Operators }));
        Assert.That(_house.Asked, Is.EqualTo(new[] { Request }));
    }

    [Test]
    public async Task TryAskAsync_OfManyOperators_BringsThemAll()
    {
        var many = Enumerable.Range(0, ControlAnswer.MostOperators).Select(i => new OperatorEntry(new string('字', 29) + i, i)).ToArray();
        _house.Answer = new ControlAnswer { Operators = many, OperatorCount = 777 };
        await using var listener = Start();

        var answer = await AskAsync(new ControlRequest { Verb = ControlVerb.Operators });

        Assert.That(answer!.Operators, Is.EqualTo(many));
        Assert.That(answer.OperatorCount, Is.EqualTo(777));
    }

    [Test]
    public async Task TryAskAsync_WithoutAServer_FindsNone()
    {
        Assert.That(await AskAsync(Request), Is.Null);
    }

    [Test]
    public async Task TryAskAsync_AfterTheServersEnd_FindsNone()
    {
        await Start().DisposeAsync();

        Assert.That(File.Exists(Files.Socket), Is.False);
        Assert.That(await AskAsync(Request), Is.Null);
    }

    [Test]
    public async Task TryAskAsync_OfASocketThatAKilledServerHasLeft_FindsNone()
    {
        await LeaveSocketAsync();

        Assert.That(await AskAsync(Request), Is.Null);
    }

    [Test]
    public async Task TryStart_OnASocketThatAKilledServerHasLeft_ReplacesIt()
    {
        await LeaveSocketAsync();
        await using var listener = Start();

        Assert.That(await AskAsync(Request), Is.Not.Null);
    }

    [Test]
    public async Task TryStart_OnAnyFolder_LetsTheOwnerInOnly()
    {
        await using var listener = Start();

        Assume.That(OperatingSystem.IsWindows(), Is.False);
        Assert.That(Mode(Files.Socket), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(Mode(Files.Lock), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public async Task TryStart_BesideAnotherServer_LeavesTheSocketToThatOne()
    {
        await using var listener = Start();
        var other = new FakeHouse();

        Assert.That(ControlListener.TryStart(Files, other, _time, _log.Logger), Is.Null);
        Assert.That(await AskAsync(Request), Is.Not.Null);
        Assert.That((_house.Asked.Count, other.Asked.Count), Is.EqualTo((1, 0)));
        Assert.That(_log.All, Has.One.Matches<(LogEventLevel Level, string Text)>(line => line.Level == LogEventLevel.Warning && line.Text.Contains("another chatd")));
    }

    [Test]
    public void TryStart_OnAPathTooLongForASocket_WarnsAndDoesWithout()
    {
        var files = new ControlFiles(_folder[new string('x', 120)]);

        Assert.That(ControlListener.TryStart(files, _house, _time, _log.Logger), Is.Null);
        Assert.That(_log.All.Single().Text, Does.Contain("too long"));
        Assert.That(Directory.Exists(files.Folder), Is.False);
    }

    [TestCase("")]
    [TestCase("GET / HTTP/1.1\r\n\r\n")]
    [TestCase("null\n")]
    [TestCase("{}\n")]
    [TestCase("{\"verb\":\"Dance\"}\n")]
    [TestCase("{\"verb\":\"Release\",\"nick\":\"a\",\"unknown\":1}\n")]
    [TestCase("{\"verb\":\"Release\",\"verb\":\"Invite\"}\n")]
    [TestCase("{\"verb\":\"Release\",\"nick\":[[[[[[]]]]]]}\n")]
    public async Task ServeAsync_OfGarbage_ClosesAndDoesNothing(string garbage)
    {
        await using var listener = Start();
        using var peer = await ConnectAsync();

        await peer.SendAsync(Encoding.UTF8.GetBytes(garbage));
        peer.Shutdown(SocketShutdown.Send);

        Assert.That(await ReadAllAsync(peer), Is.Empty);
        Assert.That(_house.Asked, Is.Empty);
        Assert.That(await AskAsync(Request), Is.Not.Null);
    }

    [Test]
    public async Task ServeAsync_OfALineThatNeverEnds_Closes()
    {
        await using var listener = Start();
        using var peer = await ConnectAsync();

        await peer.SendAsync(new byte[ControlLine.MostOfRequest]);

        Assert.That(await ReadAllAsync(peer), Is.Empty);
        Assert.That(_house.Asked, Is.Empty);
    }

    [Test]
    public async Task ServeAsync_OfPeersThatSayNothing_ClosesThemAndServesOthers()
    {
        await using var listener = Start();
        var silent = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ConnectAsync()));
        var reads = silent.Select(ReadAllAsync).ToArray();

        // Whenever one is taken its five seconds begin, so they are over sooner or later.
        while (!reads.All(static read => read.IsCompleted))
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        Assert.That((await Task.WhenAll(reads)).SelectMany(static bytes => bytes), Is.Empty);
        Assert.That(await AskAsync(Request), Is.Not.Null);
        Array.ForEach(silent, static peer => peer.Dispose());
    }

    [Test]
    public async Task ServeAsync_OfManyCommandsAtOnce_DoesThemAllAFewAtATime()
    {
        var house = new FakeHouse { Gate = new Gate() };
        await using var listener = ControlListener.TryStart(Files, house, _time, _log.Logger)!;
        var asking = Enumerable.Range(0, 12).Select(_ => AskAsync(Request)).ToArray();
        await house.Gate.Reached;

        house.Gate.Open();

        Assert.That(await Task.WhenAll(asking), Has.All.Not.Null);
        Assert.That(house.Asked, Has.Count.EqualTo(12));
        Assert.That(house.MostInside, Is.LessThanOrEqualTo(4));
    }

    [Test]
    public async Task DisposeAsync_WhileACommandWaits_TellsItThatNothingIsKnown()
    {
        var house = new FakeHouse { Gate = new Gate() };
        var listener = ControlListener.TryStart(Files, house, _time, _log.Logger)!;
        var asking = AskAsync(Request);
        await house.Gate.Reached;

        await listener.DisposeAsync();

        Assert.That(() => asking, Throws.TypeOf<CommandException>().With.Property(nameof(CommandException.IsTemporary)).True.And.Message.Contains("not known"));
        Assert.That(File.Exists(Files.Socket), Is.False);
    }

    [Test]
    public async Task ServeAsync_OfAHouseThatTakesTooLong_IsGivenUpByBothSides()
    {
        var house = new FakeHouse { Gate = new Gate() };
        await using var listener = ControlListener.TryStart(Files, house, _time, _log.Logger)!;
        var asking = AskAsync(Request);
        await house.Gate.Reached;

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.That(() => asking, Throws.TypeOf<CommandException>().With.Property(nameof(CommandException.IsTemporary)).True);
    }

    [Test]
    public async Task ServeAsync_OfAHouseWithAFault_SaysSoAndGoesOn()
    {
        _house.Fault = new InvalidOperationException("out of order");
        await using var listener = Start();

        Assert.That((await AskAsync(Request))!.Problem, Does.Contain("log"));
        _house.Fault = null;
        Assert.That((await AskAsync(Request))!.Problem, Is.Null);
        Assert.That(_log.All.Select(line => line.Level), Does.Contain(LogEventLevel.Error));
    }

    [Test]
    public async Task ServeAsync_OfASecret_LogsNothingOfIt()
    {
        _house.Answer = new ControlAnswer { Code = "7K3M-Q2ZT", Place = FakeHouse.Place };
        await using var listener = Start();

        Assert.That((await AskAsync(new ControlRequest { Verb = ControlVerb.OperatorLink }))!.Code, Is.EqualTo("7K3M-Q2ZT"));
        Assert.That(string.Concat(_log.All), Does.Contain("OperatorLink").And.Not.Contain("7K3M"));
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    private static async Task<byte[]> ReadAllAsync(Socket peer)
    {
        using var all = new MemoryStream();
        try
        {
            await using var stream = new NetworkStream(peer);
            await stream.CopyToAsync(all);
        }
        catch (IOException)
        {
            // Closed with something unread.
        }

        return all.ToArray();
    }

    private ControlListener Start() => ControlListener.TryStart(Files, _house, _time, _log.Logger) ?? throw new InvalidOperationException(string.Join('\n', _log.All));

    private Task<ControlAnswer?> AskAsync(ControlRequest request) => ControlClient.TryAskAsync(Files, request, _time, CancellationToken.None);

    private async Task<Socket> ConnectAsync()
    {
        var peer = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await peer.ConnectAsync(Files.TryEndPoint()!);
        return peer;
    }

    /// <summary>The file of a socket that nobody listens on: moved away before its server's end, and back.</summary>
    private async Task LeaveSocketAsync()
    {
        var listener = Start();
        File.Move(Files.Socket, _folder["aside"]);
        await listener.DisposeAsync();
        File.Move(_folder["aside"], Files.Socket);
    }
}
