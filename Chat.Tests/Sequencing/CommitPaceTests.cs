using Chat.Server.Sequencing;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>When the thread that reads may commit.</summary>
[TestFixture]
internal sealed class CommitPaceTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public void AllowsInLine_BeforeTheFirstCommit_IsFalse() => Assert.That(new CommitPace(_time, 2).AllowsInLine(1), Is.False);

    [TestCase(1, CommitPace.Few + 1, ExpectedResult = true)]
    [TestCase(2, CommitPace.Few, ExpectedResult = true)]
    [TestCase(2, CommitPace.Few + 1, ExpectedResult = false)]
    public bool AllowsInLine_OfAQuickStore_AsksForFewCommandsWhereThereIsAnotherProcessor(int processors, int commands)
    {
        var pace = new CommitPace(_time, processors);
        Commit(pace, CommitPace.Quick);
        return pace.AllowsInLine(commands);
    }

    [Test]
    public void AllowsInLine_OfASlowStore_IsFalse([Values(1, 2)] int processors)
    {
        var pace = new CommitPace(_time, processors);
        for (var i = 0; i < 100; i++)
        {
            Commit(pace, CommitPace.Quick + TimeSpan.FromMilliseconds(1));
            Assert.That(pace.AllowsInLine(1), Is.False);
        }
    }

    [Test]
    public void AllowsInLine_AfterOneThatHadToShareTheProcessor_StaysTrue()
    {
        var pace = new CommitPace(_time, 2);
        Commit(pace, TimeSpan.Zero);

        Commit(pace, 4 * CommitPace.Quick);

        Assert.That(pace.AllowsInLine(1), Is.True);
    }

    [Test]
    public void AllowsInLine_AfterOneThatStoodStill_IsFalseForAsLongAsItTakesToMakeUpForIt()
    {
        var pace = new CommitPace(_time, 2);
        Commit(pace, TimeSpan.Zero);

        Commit(pace, TimeSpan.FromSeconds(1));

        var handedOver = 0;
        for (; !pace.AllowsInLine(1); handedOver++)
        {
            Commit(pace, TimeSpan.Zero);
        }

        Assert.That(handedOver, Is.EqualTo(37)); // 125 ms, an eighth less each time, are below 1 ms then.
    }

    private void Commit(CommitPace pace, TimeSpan took)
    {
        var began = _time.GetTimestamp();
        _time.Advance(took);
        pace.Committed(began);
    }
}
