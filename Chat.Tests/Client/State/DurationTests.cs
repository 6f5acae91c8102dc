using Chat.Client.State;
using NUnit.Framework;

namespace Chat.Tests.Client.State;

[TestFixture]
public sealed class DurationTests
{
    [TestCase("30s", 30)]
    [TestCase("10m", 600)]
    [TestCase("2H", 7200)]
    [TestCase("7d", 604_800)]
    [TestCase("4w", 2_419_200)]
    [TestCase("24855d", 2_147_472_000)]
    public void TryParse_OfATime_ReadsIt(string text, int expected)
    {
        Assert.That(Duration.TryParse(text, out var seconds), Is.True);
        Assert.That(seconds, Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("m")]
    [TestCase("10")]
    [TestCase("0m")]
    [TestCase("-1m")]
    [TestCase("1.5h")]
    [TestCase("10min")]
    [TestCase("24856d")]
    [TestCase("99999999999999999999d")]
    public void TryParse_OfSomethingElse_Refuses(string text)
    {
        Assert.That(Duration.TryParse(text, out _), Is.False);
    }

    [TestCase(1, "1 second")]
    [TestCase(90, "90 seconds")]
    [TestCase(60, "1 minute")]
    [TestCase(5400, "90 minutes")]
    [TestCase(3600, "1 hour")]
    [TestCase(172_800, "2 days")]
    public void InWords_UsesTheLargestUnitThatFits(long seconds, string expected)
    {
        Assert.That(Duration.InWords(seconds).Value, Is.EqualTo(expected));
    }
}
