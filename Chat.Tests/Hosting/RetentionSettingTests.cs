using Chat.Server.Hosting;
using NUnit.Framework;

namespace Chat.Tests.Hosting;

[TestFixture]
public sealed class RetentionSettingTests
{
    [TestCase("all", "all")]
    [TestCase("90d", "90d")]
    [TestCase("48h", "2d")]
    [TestCase("90m", "90m")]
    [TestCase("10000", "10000")]
    [TestCase("10000:90d", "90d:10000")]
    [TestCase("#lobby=30d 7d", "7d #lobby=30d")]
    [TestCase("#a=all #b=5:1h 100", "100 #a=all #b=1h:5")]
    public void TryParse_OfRules_TakesThem(string given, string shown)
    {
        Assert.That(RetentionSetting.TryParse(given.Split(' '), out var policy, out var problem), Is.True, problem);
        Assert.That(RetentionSetting.Show(policy!), Is.EqualTo(shown));
    }

    [TestCase("")]
    [TestCase("0")]
    [TestCase("-1d")]
    [TestCase("5y")]
    [TestCase("1d:2d")]
    [TestCase("1:2")]
    [TestCase("99999999d")]
    [TestCase("#=5")]
    [TestCase("#a=")]
    [TestCase("a=5")]
    [TestCase("1d 2d")]
    [TestCase("#a=5 #A=6")]
    public void TryParse_OfSomethingElse_SaysWhatIsWrong(string given)
    {
        Assert.That(RetentionSetting.TryParse(given.Split(' '), out _, out var problem), Is.False);
        Assert.That(problem, Does.StartWith("'"));
    }

    [Test]
    public void For_ARoomOfAnySpelling_GivesItsRule()
    {
        Assert.That(RetentionSetting.TryParse(["#Lobby=5", "7"], out var policy, out _), Is.True);

        Assert.That(policy!.For("#lobby").MaxCount, Is.EqualTo(5));
        Assert.That(policy.For("#other").MaxCount, Is.EqualTo(7));
        Assert.That(policy.For(null).MaxCount, Is.EqualTo(7));
    }
}
