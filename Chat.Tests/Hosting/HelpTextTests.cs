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
    public void Compose_ListsEveryCommand()
    {
        foreach (var command in AdminCommands.All)
        {
            Assert.That(HelpText.Compose(), Does.Match($@"(?m)^  {command.Name} .*{command.Summary}\r?$"));
        }
    }

    [Test]
    public void Compose_OfACommand_TeachesItAndStaysNarrow()
    {
        foreach (var command in AdminCommands.All)
        {
            var text = CommandHelp.Compose(command);

            Assert.That(text, Does.StartWith($"chatd {command.Name}: {command.Summary}.").And.Contain("Examples:").And.Contain("--data DIR"));
            Assert.That(command.Options.Select(option => text.Contains($"  {option.Flag}", StringComparison.Ordinal)), Is.All.True);
            Assert.That(text.Split(Environment.NewLine).Max(line => line.Length), Is.LessThanOrEqualTo(96));
        }
    }

    [Test]
    public void Compose_OfACommandWithWords_ShowsWhatFollowsThem()
    {
        Assert.That(
            CommandHelp.Compose(AdminCommands.All.Single(command => command.Name == "operators")),
            Does.Contain("Usage: chatd operators [add NICK|remove NICK|link] [options]"));
    }

    [Test]
    public void Settings_AreWrittenTheSameWayEverywhere()
    {
        var setting = Settings.All.Single(setting => setting.Key == "certificate-key");

        Assert.That((setting.Flag, setting.Variable), Is.EqualTo(("--certificate-key", "CHAT_CERTIFICATE_KEY")));
        Assert.That(Settings.All.Select(each => each.Key), Is.Unique);
    }
}
