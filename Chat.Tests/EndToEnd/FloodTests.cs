using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Hosting;
using Chat.Server.Log.Memory;
using Chat.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;
using Serilog.Core;

namespace Chat.Tests.EndToEnd;

/// <summary>A peer that sends as fast as it is read and takes nothing itself: whatever it sends, the server stops reading before anything grows.</summary>
[TestFixture]
public sealed class FloodTests
{
    private const int Flood = 8_000_000;

    /// <summary>An outbox of the shortest answers, and what was read in one go beyond it.</summary>
    private const int Bound = 256 * 1024;

    private static readonly Frame[] Greeting =
    [
        new HelloFrame(1, 1, "test/1", "mallory"),
        new JoinFrame(2, "#lobby"),
        new PostFrame(3, Guid.Empty, "#lobby", EventKind.Text, "hi"),
    ];

    private static readonly Frame[] BeforeWelcome =
    [
        new PingFrame(1),
        new MineFrame(1),
        new HelloFrame(1, 1, "test/1", "no nick"),
        new HelloFrame(1, 1, new string('a', 65), "mallory"),
    ];

    private static readonly Frame[] Requests =
    [
        new PingFrame(1),
        new HelloFrame(4, 1, "test/1", "mallory"),
        new JoinFrame(4, "#lobby", 0),
        new RoomsFrame(4),
        new MembersFrame(4, "#lobby"),
        new MineFrame(4),
        new PostFrame(4, Guid.Empty, "#lobby", EventKind.Text, "hi"),
        new HistoryFrame(4, "#lobby", null, null, 500),
        new SearchFrame(4, "not served", null, null, 10),
        new AwayFrame(4, "gone"),
        new WhoisFrame(4, "mallory"),
        new NickFrame(4, "mallory"),
        new BlockFrame(4, "mallory", false),
        new LeaveFrame(4, "#elsewhere"),
        new ReadFrame(4, "#lobby", 0),
        new ModerateFrame(4, "#lobby", "kick", "mallory"),
        new LinkFrame(4),
        new DevicesFrame(4),
        new UnlinkFrame(4, default),
    ];

    [TestCaseSource(nameof(BeforeWelcome))]
    public void Read_BeforeWelcomeNothingIsTaken_Stops(Frame frame) => Assert.That(Read([], frame), Is.LessThan(Bound));

    [TestCaseSource(nameof(Requests))]
    public void Read_AnswersAreNotTaken_Stops(Frame frame) => Assert.That(Read(Greeting, frame), Is.LessThan(Bound));

    [TestCaseSource(nameof(Requests))]
    public void Read_StoreStalls_Stops(Frame frame) => Assert.That(Read(Greeting, frame, isStalled: true), Is.LessThan(Bound));

    [Test]
    public void Read_StoreStallsUnderTyping_Stops() => Assert.That(Read(Greeting, new TypeFrame("#lobby", true), isStalled: true), Is.LessThan(Bound));

    [Test]
    public void Read_StoreStalls_StopsAfterAsManyRequestsAsMayBeUnanswered()
    {
        var log = new FaultyLog(new MemoryEventLog());

        Read(Greeting, new PostFrame(4, Guid.Empty, "#lobby", EventKind.Text, "hi"), isStalled: true, log);

        Assert.That(log.Finds, Is.EqualTo(Limits.MaxUnanswered), "The Join is unanswered too, and one more post is looked at and waits.");
    }

    private static int Read(Frame[] greeting, Frame flood, bool isStalled = false, FaultyLog? store = null)
    {
        using var thread = new OneThread();
        var log = store ?? new FaultyLog(new MemoryEventLog());
        if (isStalled)
        {
            log.HoldAppends();
        }

        var connection = new FloodingConnection([.. greeting.SelectMany(FrameCodec.Encode)], FrameCodec.Encode(flood), Flood);
        var core = new ServerCore(new ServerCoreOptions { Name = "test" }, log, thread, new FakeTimeProvider(), Logger.None);
        thread.Run(() => core.Sessions.Accept(connection));
        var read = connection.Read;
        thread.Complete(() => core.DisposeAsync().AsTask());
        return read;
    }
}
