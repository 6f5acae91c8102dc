using Chat.Server.Hosting;
using NUnit.Framework;

namespace Chat.Tests.Hosting;

[TestFixture]
public sealed class HelpTextTests
{
    [Test]
    public void Compose_ShowsEverySettingWithDefaultAndVariable()
    {
        var text = HelpText.Compose();

        foreach (var setting in Settings.All)
        {
            Assert.That(text, Does.Contain($"  {setting.Flag} {setting.Placeholder}{Environment.NewLine}").And.Contain(setting.Variable));
        }
    }

    [Test]
    public void Compose_StaysNarrow()
    {
        Assert.That(HelpText.Compose().Split(Environment.NewLine).Max(line => line.Length), Is.LessThanOrEqualTo(96));
    }

    [Test]
    public void Settings_AreWrittenTheSameWayEverywhere()
    {
        var setting = Settings.All.Single(setting => setting.Key == "certificate-key");

        Assert.That((setting.Flag, setting.Variable), Is.EqualTo(("--certificate-key", "CHAT_CERTIFICATE_KEY")));
        Assert.That(Settings.All.Select(each => each.Key), Is.Unique);
    }
}
