using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>A post that fails for now holds those after it back, so that sending them again keeps their order.</summary>
[TestFixture]
internal sealed class HeldBackTests
{
    [Test]
    public void Post_AfterAFailedOneAndAnOldKeyAgain_IsStillHeldBack()
    {
        var bench = new TurnBench();
        var alice = bench.Enter("alice");
        var old = bench.NewId();
        bench.Do(bench.Join(alice, "#one"), bench.Post(alice, "#one", key: old));
        var failed = bench.Post(alice, "#one", "first") with { Delay = 60_000 };
        bench.Ask<ErrorFrame>(failed);

        Assert.That(bench.Ask<PostedFrame>(bench.Post(alice, "#one", key: old)).Seq, Is.EqualTo(1));
        Assert.That(bench.Ask<ErrorFrame>(bench.Post(alice, "#one", "second")).Code, Is.EqualTo(ErrorCodes.RateLimited));

        Assert.That(bench.Ask<PostedFrame>(failed with { Delay = null }).Seq, Is.EqualTo(2));
        Assert.That(bench.Ask<PostedFrame>(bench.Post(alice, "#one", "second")).Seq, Is.EqualTo(3));
    }
}
