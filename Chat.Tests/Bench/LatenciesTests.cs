using Chat.Bench.Measuring;
using NUnit.Framework;

namespace Chat.Tests.Bench;

[TestFixture]
public sealed class LatenciesTests
{
    [Test]
    public void Percentile_OfNothing_IsZero()
    {
        var latencies = new Latencies();

        Assert.That(latencies.Percentile(50), Is.Zero);
        Assert.That(latencies.Most, Is.Zero);
    }

    [TestCase(0, ExpectedResult = 1)]
    [TestCase(50, ExpectedResult = 50)]
    [TestCase(99, ExpectedResult = 99)]
    [TestCase(99.9, ExpectedResult = 100)]
    [TestCase(100, ExpectedResult = 100)]
    public long Percentile_OfOneToHundred_IsExact(double percent)
    {
        var latencies = new Latencies();
        for (var value = 100; value >= 1; value--)
        {
            latencies.Add(value);
        }

        return latencies.Percentile(percent);
    }

    [Test]
    public void Percentile_OfLargeValues_IsAtMostOnePercentTooHigh()
    {
        var values = new List<long>();
        var latencies = new Latencies();
        for (var value = 1L; value < 1L << 40; value += 1 + (value / 7))
        {
            values.Add(value);
            latencies.Add(value);
        }

        for (var percent = 0.5; percent <= 100; percent += 0.5)
        {
            var exact = values[(int)Math.Ceiling(percent / 100 * values.Count) - 1];
            Assert.That(latencies.Percentile(percent), Is.InRange(exact, exact * 1.01), $"{percent}");
        }
    }

    [TestCase(-5L)]
    [TestCase(long.MaxValue)]
    public void Add_OfWhatIsOutOfRange_IsCountedAtTheEdge(long value)
    {
        var latencies = new Latencies();

        latencies.Add(value);

        Assert.That(latencies.Count, Is.EqualTo(1));
        Assert.That(latencies.Most, Is.EqualTo(Math.Max(0, value)));
    }

    [Test]
    public void AddAndSince_OfOthers_AreTheSumAndTheDifference()
    {
        var (first, second) = (new Latencies(), new Latencies());
        first.Add(10);
        second.Add(20);
        second.Add(100_000);
        var sum = new Latencies();
        sum.Add(first);
        var before = sum.Since(new Latencies());
        sum.Add(second);

        Assert.That((sum.Count, sum.Most, sum.Percentile(50)), Is.EqualTo((3L, 100_000L, 20L)));
        Assert.That((sum.Since(before).Count, sum.Since(before).Percentile(0)), Is.EqualTo((2L, 20L)));
    }
}
