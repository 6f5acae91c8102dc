using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Hosting;
using Chat.Server.Log.Sqlite;
using Chat.Tests.Support;
using NUnit.Framework;
using Serilog.Core;

namespace Chat.Tests.EndToEnd;

/// <summary>How far somebody has read, over a server on disk that stops and starts again.</summary>
[TestFixture]
public sealed class ReadMarkTests
{
    private TemporaryFolder _folder = null!;
    private RunningServer _server = null!;

    [SetUp]
    public async Task StartServer()
    {
        _folder = new TemporaryFolder();
        await StartAsync();
    }

    [TearDown]
    public async Task StopServer()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task Read_BeforeAStop_IsKnownToTheNextServer()
    {
        await using var ann = await WireClient.EnterAsync(_server.Endpoint, "ann");
        await using var ben = await WireClient.EnterAsync(_server.Endpoint, "ben");
        await ann.JoinAsync("#a");
        await ben.JoinAsync("#a");
        await ann.PostAsync("#a", "hi @Ben");
        await ann.PostAsync("#a", "are you there, @ben?");
        await ben.PostAsync("#a", "what");
        await ann.PostAsync("@ben", "@ben, here");
        await ben.AskAsync<DoneFrame>(id => new ReadFrame(id, "#a", 1));
        var expected = new[] { ("#a", 3L, 1L, 1), ("@ann", 1L, 0L, 1) };
        Assert.That((await ben.MineAsync()).Rooms.Select(Line), Is.EqualTo(expected));

        await _server.Server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
        await StartAsync();
        await using var back = await WireClient.EnterAsync(_server.Endpoint, "other", resume: ben.Welcome!.Session);

        Assert.That(back.Welcome!.Rooms.Select(Line), Is.EqualTo(expected));
        var joined = await back.JoinAsync("#a", 0);
        Assert.That((joined.Read, joined.Mentions), Is.EqualTo((1, 1)));
        await back.AskAsync<DoneFrame>(id => new ReadFrame(id, "#a", 3));
        Assert.That((await back.JoinAsync("#a")).Mentions, Is.Zero);
    }

    [Test]
    public async Task Read_OfWhatMayNotBe_IsRefused()
    {
        await using var ann = await WireClient.EnterAsync(_server.Endpoint, "ann");
        await ann.JoinAsync("#a");
        await ann.PostAsync("#a", "hi");

        var errors = new[]
        {
            await ann.AskAsync<ErrorFrame>(id => new ReadFrame(id, "#a", 2)), await ann.AskAsync<ErrorFrame>(id => new ReadFrame(id, "#a", -1)),
            await ann.AskAsync<ErrorFrame>(id => new ReadFrame(id, "a", 1)), await ann.AskAsync<ErrorFrame>(id => new ReadFrame(id, "#b", 1)),
        };

        Assert.That(errors.Select(error => error.Code), Is.EqualTo(new[] { ErrorCodes.BadField, ErrorCodes.BadField, ErrorCodes.BadRoom, ErrorCodes.NoSuchRoom }));
        Assert.That(errors.Take(2).Select(error => error.Field), Has.All.EqualTo("seq"));
    }

    [Test]
    public async Task Post_WithMoreNicksThanCount_SpeaksToTheFirstFifty()
    {
        await using var ann = await WireClient.EnterAsync(_server.Endpoint, "ann");
        await using var ben = await WireClient.EnterAsync(_server.Endpoint, "ben");
        await ann.JoinAsync("#a");
        await ben.JoinAsync("#a");
        var others = string.Concat(Enumerable.Range(0, 49).Select(i => $"@u{i % 40} "));

        await ann.PostAsync("#a", others + "@ben");
        Assert.That((await ben.MineAsync()).Rooms.Single().Mentions, Is.EqualTo(1));
        await ann.PostAsync("#a", "@ben", EventKind.Topic);
        await ann.PostAsync("#a", others + "@u49 @ben");
        Assert.That((await ben.MineAsync()).Rooms.Single().Mentions, Is.EqualTo(1));
    }

    [Test]
    public async Task Read_OnOneDevice_IsToldToTheOther()
    {
        using var laptop = ShownCertificate.Ec();
        using var phone = ShownCertificate.Ec();
        await using var ann = await EnterAsync(laptop, "ann");
        var code = (await ann.AskAsync<LinkCodeFrame>(id => new LinkFrame(id))).Code;
        await using var other = await EnterAsync(phone, "ann", code);
        await using var ben = await WireClient.EnterAsync(_server.Endpoint, "ben");
        await ann.JoinAsync("#a");
        await ben.JoinAsync("#a");
        await ben.PostAsync("#a", "hi @ann");
        await ben.PostAsync("@ann", "psst");
        Assert.That((await other.MineAsync()).Rooms.Select(Line), Is.EqualTo(new[] { ("#a", 1L, 0L, 1), ("@ben", 1L, 0L, 0) }));

        await ann.AskAsync<DoneFrame>(id => new ReadFrame(id, "#a", 1));
        await other.AskAsync<DoneFrame>(id => new ReadFrame(id, "@ben", 1));

        Assert.That(await other.FindAsync<ReadMarkFrame>(), Is.EqualTo(new ReadMarkFrame("#a", 1)));
        Assert.That(await ann.FindAsync<ReadMarkFrame>(), Is.EqualTo(new ReadMarkFrame("@ben", 1)));
        await ann.FenceAsync();
        Assert.That(ann.Received.OfType<ReadMarkFrame>().Count(), Is.EqualTo(1), "Not one's own.");
        var read = new[] { ("#a", 1L, 1L, 0), ("@ben", 1L, 1L, 0) };
        Assert.That((await other.MineAsync()).Rooms.Select(Line), Is.EqualTo(read));

        await _server.Server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
        await StartAsync();
        await using var back = await EnterAsync(phone, null);
        Assert.That(back.Welcome!.Rooms.Select(Line), Is.EqualTo(read));
    }

    private async Task<WireClient> EnterAsync(ShownCertificate device, string? nick, string? code = null)
    {
        var client = await WireClient.ConnectAsync(_server.Endpoint, tls: true, secureWith: device.Show);
        await client.HelloAsync(nick, code: code);
        return client;
    }

    private async Task StartAsync()
    {
        var store = new SqliteEventLog(new SqliteOptions(_folder.Path) { Durability = Durability.Normal }, TimeProvider.System, Logger.None);
        _server = await RunningServer.StartAsync(options => options with { Store = StoreKind.Sqlite }, log: store);
    }

    private static (string Room, long Head, long Read, int Mentions) Line(RoomState room) => (room.Room, room.Head, room.Read, room.Mentions);
}
