using Chat.Server.Sessions;
using NUnit.Framework;

namespace Chat.Tests.Sessions;

[TestFixture]
public sealed class RateLimitTests
{
    [TestCase("50/s:500", 50, 500)]
    [TestCase("0.5/s:1", 0.5, 1)]
    [TestCase("1000000/s:1000000", 1_000_000, 1_000_000)]
    public void TryParse_OfALimit_ReadsWhatToStringWrites(string text, double perSecond, int burst)
    {
        Assert.That(RateLimit.TryParse(text, out var limit), Is.True);
        Assert.That(limit, Is.EqualTo(new RateLimit(perSecond, burst)));
        Assert.That(limit.ToString(), Is.EqualTo(text));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("50")]
    [TestCase("50/s")]
    [TestCase("50/s:")]
    [TestCase("/s:5")]
    [TestCase("0/s:5")]
    [TestCase("-1/s:5")]
    [TestCase("1/s:0")]
    [TestCase("1/s:-5")]
    [TestCase("1/s:1.5")]
    [TestCase("1e3/s:5")]
    [TestCase("NaN/s:5")]
    [TestCase("∞/s:5")]
    [TestCase("1000001/s:5")]
    [TestCase("1/s:1000001")]
    [TestCase("1/s:99999999999")]
    [TestCase(" 1/s:1")]
    [TestCase("1/m:1")]
    [TestCase("1,5/s:1")]
    public void TryParse_OfSomethingElse_IsFalse(string? text)
    {
        Assert.That(RateLimit.TryParse(text, out _), Is.False);
    }
}
