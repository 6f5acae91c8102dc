using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Hosting;
using Chat.Server.Log.Memory;
using Chat.Server.Sessions;
using Chat.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;
using Serilog.Core;

namespace Chat.Tests.Sessions;

/// <summary>A Hello that was waiting when its session was ended.</summary>
[TestFixture]
public sealed class LateHelloTests
{
    [Test]
    public void Close_WhileAHelloWaits_LeavesNobodyBehind()
    {
        using var thread = new OneThread();
        var time = new FakeTimeProvider();
        var core = new ServerCore(new ServerCoreOptions { Name = "test" }, new MemoryEventLog(), thread, time, Logger.None);
        var hello = FrameCodec.Encode(new HelloFrame(1, 1, "test/1", "alice"));
        var alice = new FloodingConnection(hello, FrameCodec.Encode(new PongFrame(1)), hello.Length);
        thread.Run(() => core.Sessions.Accept(alice));

        // He asks for her nick, over and over, until the server reads no more of it; then she goes and his time is over.
        thread.Run(() => core.Sessions.Accept(new FloodingConnection([], hello, 1_000_000)));
        thread.Run(alice.Abort);
        thread.Run(() => time.Advance(new SessionOptions().HelloTime + TimeSpan.FromSeconds(1)));
        thread.Run(() => time.Advance(TimeSpan.FromMinutes(1)));

        Assert.That(core.Sessions.Count, Is.Zero);
        Assert.That(StateDigest.Of(core.Sequencer), Does.Not.Contain("session "));
        thread.Complete(() => core.DisposeAsync().AsTask());
    }
}
