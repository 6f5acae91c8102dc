using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Sequencing.Commands;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>After a post that failed for now, later ones to that room fail too, so that sending them all again keeps their order.</summary>
[TestFixture]
internal sealed class FailedPostTests
{
    private TurnBench _bench = null!;
    private Guest _ann = null!;

    [SetUp]
    public void SetUp()
    {
        _bench = new TurnBench();
        _ann = _bench.Enter("ann");
        _bench.Do(_bench.Join(_ann, "#a"), _bench.Join(_ann, "#b"));
    }

    [Test]
    public void Post_AfterOneThatWasTooFast_FailsTheSameWayForTheRestOfTheTime()
    {
        Assert.That(Ask(_bench.Post(_ann, "#a") with { Delay = 500 }), Is.EqualTo("rate_limited 500"));
        _bench.Now += 200;
        Assert.That(Ask(_bench.Post(_ann, "#a")), Is.EqualTo("rate_limited 300"));
        Assert.That(Ask(_bench.Post(_ann, "#A")), Is.EqualTo("rate_limited 300"), "Another spelling is no other room.");
        Assert.That(Ask(_bench.Post(_ann, "#b")), Is.EqualTo("1"));
        _bench.Now += 299;
        Assert.That(Ask(_bench.Post(_ann, "#a") with { Delay = 9_000 }), Is.EqualTo("rate_limited 1"));
        _bench.Now += 1;
        Assert.That(Ask(_bench.Post(_ann, "#a")), Is.EqualTo("1"));
    }

    [Test]
    public void Post_OfTheFailedKey_EndsTheWait()
    {
        var key = _bench.NewId();
        Ask(_bench.Post(_ann, "#a", key: key) with { Delay = 5_000 });
        Assert.That(Ask(_bench.Post(_ann, "#a")), Does.StartWith("rate_limited"));

        Assert.That(Ask(_bench.Post(_ann, "#a", key: key)), Is.EqualTo("1"));
        Assert.That(Ask(_bench.Post(_ann, "#a")), Is.EqualTo("2"));
    }

    [Test]
    public void Post_OfTheFailedKeyThatFailsAgain_BeginsTheWaitAnew()
    {
        var key = _bench.NewId();
        Ask(_bench.Post(_ann, "#a", key: key) with { Delay = 500 });
        _bench.Now += 400;

        Assert.That(Ask(_bench.Post(_ann, "#a", key: key) with { Delay = 700 }), Is.EqualTo("rate_limited 700"));
        Assert.That(Ask(_bench.Post(_ann, "#a")), Is.EqualTo("rate_limited 700"));
    }

    [Test]
    public void Fail_OfTheFailedKeyByTheStore_BeginsTheWaitAnew()
    {
        var key = _bench.NewId();
        Ask(_bench.Post(_ann, "#a", key: key) with { Delay = 1_100 });
        _bench.Now += 1_000;
        var again = _bench.Post(_ann, "#a", key: key);
        _bench.Sequencer.Undo(_bench.Decide(again));

        var group = _bench.Decide();
        _bench.Sequencer.Fail(again, ErrorCodes.StorageFull, group);

        Assert.That(Text(TurnBench.AnswersTo(group, _ann)[^1]), Is.EqualTo("storage_full 1000"));
        _bench.Now += 999;
        Assert.That(Ask(_bench.Post(_ann, "#a")), Is.EqualTo("storage_full 1"));
    }

    [Test]
    public void Post_OfAnotherSession_DoesNotWait()
    {
        var ben = _bench.Enter("ben");
        _bench.Do(_bench.Join(ben, "#a"));
        Ask(_bench.Post(_ann, "#a") with { Delay = 5_000 });

        Assert.That(_bench.Ask<PostedFrame>(_bench.Post(ben, "#a")).Seq, Is.EqualTo(1));
    }

    [Test]
    public void Post_ThatIsWrong_IsNotWaitedFor()
    {
        Assert.That(Ask(_bench.Post(_ann, "#a") with { Fault = new ErrorFrame(1, ErrorCodes.BadText, "") }), Is.EqualTo("bad_text "));
        Assert.That(Ask(_bench.Post(_ann, "#a")), Is.EqualTo("1"));
    }

    [Test]
    public void Post_ThatNobodyCouldPrepare_IsUnavailableForNow()
    {
        Assert.That(Ask(_bench.Post(_ann, "#a") with { IsUnprepared = true }), Is.EqualTo("unavailable 1000"));
        Assert.That(Ask(_bench.Post(_ann, "#a")), Is.EqualTo("unavailable 1000"));
    }

    [Test]
    public void Post_ThatFailsInMoreRoomsThanAreKeptInMind_ForgetsTheOneThatEndsFirst()
    {
        for (var i = 0; i < 65; i++)
        {
            Ask(_bench.Post(_ann, $"#room{i}") with { Delay = 10_000 - i });
        }

        Assert.That(Ask(_bench.Post(_ann, "#room64")), Does.StartWith("rate_limited"));
        Assert.That(Ask(_bench.Post(_ann, "#room63")), Is.EqualTo("no_such_room "));
        Assert.That(Ask(_bench.Post(_ann, "#room0")), Does.StartWith("rate_limited"));
        var kept = StateDigest.Of(_bench.Sequencer).Split("FailedPost(").Length - 1;
        Assert.That(kept, Is.EqualTo(64));
    }

    private string Ask(PostCommand command) => Text(TurnBench.AnswersTo(_bench.Do(command), command.From)[^1]);

    private static string Text(Frame answer) => answer switch
    {
        PostedFrame posted => $"{posted.Seq}",
        ErrorFrame error => $"{error.Code} {error.RetryMs}",
        _ => answer.ToString(),
    };
}
