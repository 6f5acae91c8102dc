using Chat.Client.Connection;
using NUnit.Framework;

namespace Chat.Tests.Client.Connection;

[TestFixture]
public sealed class BackoffTests
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(16);

    [Test]
    public void Next_GrowsUpToTheMost_AndIsNeverLessThanHalfOfIt()
    {
        var backoff = Make();
        var full = 1.0;
        for (var i = 0; i < 100; i++)
        {
            Assert.That(backoff.Next().TotalSeconds, Is.InRange(full / 2, full));
            full = Math.Min(16, full * 2);
        }
    }

    [Test]
    public void Reset_BeginsAnew()
    {
        var backoff = Make();
        for (var i = 0; i < 10; i++)
        {
            backoff.Next();
        }

        backoff.Reset();

        Assert.That(backoff.Next(), Is.LessThanOrEqualTo(Least));
    }

    [TestCase(5_000, 5.0, 5.5)]
    [TestCase(0, 0.0, 0.0)]
    [TestCase(int.MaxValue, 600.0, 660.0)]
    public void Next_AsTheServerWishes_IsThatOrALittleMore(int milliseconds, double least, double most)
    {
        Assert.That(Make().Next(TimeSpan.FromMilliseconds(milliseconds)).TotalSeconds, Is.InRange(least, most));
    }

    [Test]
    public void Next_AsAServerWishesThatRefusesAgainAndAgain_GrowsAllTheSame()
    {
        var backoff = Make();
        for (var i = 0; i < 10; i++)
        {
            backoff.Next(TimeSpan.Zero);
        }

        Assert.That(backoff.Next(TimeSpan.Zero), Is.GreaterThanOrEqualTo(Most / 2));
    }

#pragma warning disable RS0030 // A seed makes it the same every time.
    private static Backoff Make() => new(Least, Most, new Random(7));
#pragma warning restore RS0030
}
