using Chat.Bench.Load;
using NUnit.Framework;

namespace Chat.Tests.Bench;

[TestFixture]
public sealed class SequenceCheckTests
{
    [TestCase(new long[] { 6, 7, 8 }, 0, 0, 0)]
    [TestCase(new long[] { 6, 8 }, 1, 0, 0)]
    [TestCase(new long[] { 6, 9, 8 }, 1, 0, 1)]
    [TestCase(new long[] { 6, 9, 8, 7 }, 0, 0, 2)]
    [TestCase(new long[] { 6, 6, 7 }, 0, 1, 0)]
    [TestCase(new long[] { 6, 7, 5, 8 }, 0, 1, 0)]
    [TestCase(new long[] { 7, 6, 6 }, 0, 1, 1)]
    public void See_AfterFive_CountsWhatIsWrong(long[] seqs, int lost, int doubled, int disordered)
    {
        var tally = new Tally();
        var check = new SequenceCheck(tally, 5);

        foreach (var seq in seqs)
        {
            check.See(seq);
        }

        Assert.That((tally.Lost, tally.Doubled, tally.Disordered), Is.EqualTo(((long)lost, (long)doubled, (long)disordered)));
        Assert.That(check.IsWhole, Is.EqualTo(lost == 0));
    }

    [Test]
    public void See_TellsWhetherTheEventIsNew()
    {
        var check = new SequenceCheck(new Tally(), 0);

        Assert.That(new long[] { 1, 3, 2, 2, 1 }.Select(check.See), Is.EqualTo([true, true, true, false, false]));
    }

    [Test]
    public void Skip_AfterAGap_CountsAsExpiredAndNotAsLost()
    {
        var tally = new Tally();
        var check = new SequenceCheck(tally, 3);

        check.Skip(10);
        check.See(10);
        check.Skip(4);

        Assert.That((tally.Expired, tally.Lost, tally.Doubled, check.Cursor), Is.EqualTo((6L, 0L, 0L, 10L)));
    }

    [Test]
    public void Finish_WithTheLastOnesMissing_CountsThemAsLost()
    {
        var tally = new Tally();
        var check = new SequenceCheck(tally, 0);
        check.See(1);

        check.Finish(4);
        check.Finish(4);

        Assert.That(tally.Lost, Is.EqualTo(3));
    }

    [Test]
    public void See_GapOfMillions_IsCountedWithoutRememberingEach()
    {
        var tally = new Tally();
        var check = new SequenceCheck(tally, 0);

        check.See(5_000_000);

        Assert.That(tally.Lost, Is.EqualTo(4_999_999));
        Assert.That(check.IsWhole, Is.False);
    }
}
