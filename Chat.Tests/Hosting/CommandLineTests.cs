using Chat.Server.Hosting;
using NUnit.Framework;

namespace Chat.Tests.Hosting;

[TestFixture]
public sealed class CommandLineTests
{
    [Test]
    public void Parse_OfNothing_AsksForNothing()
    {
        var commandLine = CommandLine.Parse([]);

        Assert.That(commandLine.Errors, Is.Empty);
        Assert.That((commandLine.Help, commandLine.Version, commandLine.Check, commandLine.ConfigFile), Is.EqualTo((false, false, false, (string?)null)));
        Assert.That(Settings.All.Select(commandLine.Settings.Find), Is.All.Null);
    }

    [TestCase("-h")]
    [TestCase("--help")]
    [TestCase("--help --prot")]
    public void Parse_OfHelp_IsHelpWhateverElseIsThere(string line)
    {
        Assert.That(CommandLine.Parse(line.Split(' ')).Help, Is.True);
    }

    [TestCase("-V")]
    [TestCase("--version")]
    public void Parse_OfVersion_IsVersion(string line)
    {
        Assert.That(CommandLine.Parse([line]).Version, Is.True);
    }

    [Test]
    public void Parse_OfARepeatedList_KeepsAllInOrder()
    {
        var commandLine = CommandLine.Parse(["--listen", "10.0.0.1", "--check", "--listen=::1", "--config", "x"]);

        Assert.That(commandLine.Errors, Is.Empty);
        Assert.That(commandLine.Settings.Find(Settings.All[0])?.Values, Is.EqualTo(new[] { "10.0.0.1", "::1" }));
        Assert.That((commandLine.Check, commandLine.ConfigFile), Is.EqualTo((true, "x")));
    }

    [Test]
    public void Parse_OfAValueThatLooksLikeAResponseFile_TakesItAsItIs()
    {
        var commandLine = CommandLine.Parse(["--name", "@home"]);

        Assert.That(commandLine.Errors, Is.Empty);
        Assert.That(commandLine.Settings.Find(Settings.All.Single(setting => setting.Key == "name"))?.Values, Is.EqualTo(new[] { "@home" }));
    }

    [TestCase("--prot 5", "there is no option '--prot'; did you mean --port?")]
    [TestCase("--rate-limits=off", "there is no option '--rate-limits=off'; did you mean --rate-limit?")]
    [TestCase("--frobnicate", "there is no option '--frobnicate'")]
    [TestCase("-x", "there is no option '-x'; did you mean -h?")]
    [TestCase("start", "there is no command 'start'")]
    [TestCase("chek", "there is no command 'chek'; did you mean check?")]
    [TestCase("--port 1 2", "there is no command '2'")]
    [TestCase("check --frobnicate", "there is no option '--frobnicate'")]
    [TestCase("check --dat x", "there is no option '--dat'; did you mean --data?")]
    [TestCase("check here", "'here' is not understood: check takes options only")]
    [TestCase("--port 1 check", "--port is for the server; check does not take it")]
    [TestCase("check --port 1", "--port is for the server; check does not take it")]
    [TestCase("check --rate-limit=off", "--rate-limit is for the server; check does not take it")]
    [TestCase("check --data", "--data has no value")]
    [TestCase("backup", "backup has no FILE")]
    [TestCase("backup a b", "'b' is not understood: backup takes one FILE and options")]
    [TestCase("export --force --since", "--since has no value")]
    [TestCase("export --room --direct", "--room has no value before --direct")]
    [TestCase("--port", "--port has no value")]
    [TestCase("--name --check", "--name has no value before --check")]
    [TestCase("--port 1 --port 2", "--port is given more than once")]
    public void Parse_OfAMistake_SaysInOneLineWhatIsWrong(string line, string error)
    {
        Assert.That(CommandLine.Parse(line.Split(' ')).Errors, Is.EqualTo(new[] { error }));
    }

    [TestCase("check --data d --config c")]
    [TestCase("--data d --config c check")]
    [TestCase("--data=d check --config=c")]
    public void Parse_OfACommand_TakesTheFolderBeforeAndAfterIt(string line)
    {
        var commandLine = CommandLine.Parse(line.Split(' '));

        Assert.That(commandLine.Errors, Is.Empty);
        Assert.That(commandLine.Call?.Command.Name, Is.EqualTo("check"));
        Assert.That(commandLine.Settings.Find(Settings.All.Single(setting => setting.Key == "data"))?.Values, Is.EqualTo(new[] { "d" }));
        Assert.That(commandLine.ConfigFile, Is.EqualTo("c"));
    }

    [Test]
    public void Parse_OfACommandWithItsOwnFlags_KeepsThem()
    {
        var call = CommandLine.Parse(["export", "--room", "#a", "--room=#b", "--direct", "--output", "-x"]).Call!;

        Assert.That(call.All("--room"), Is.EqualTo(new[] { "#a", "#b" }));
        Assert.That((call.Has("--direct"), call.Has("--force"), call.One("--output"), call.One("--since")), Is.EqualTo((true, false, "-x", (string?)null)));
    }

    [Test]
    public void Parse_OfADash_TakesItForTheOperand()
    {
        var commandLine = CommandLine.Parse(["import", "-"]);

        Assert.That(commandLine.Errors, Is.Empty);
        Assert.That(commandLine.Call?.Operand, Is.EqualTo("-"));
    }

    [TestCase("operators", null, null)]
    [TestCase("operators link", "link", null)]
    [TestCase("operators add alice --data d", "add", "alice")]
    [TestCase("operators --data d remove alice", "remove", "alice")]
    public void Parse_OfACommandWithWordsOfItsOwn_TakesThem(string line, string? word, string? second)
    {
        var commandLine = CommandLine.Parse(line.Split(' '));

        Assert.That(commandLine.Errors, Is.Empty);
        Assert.That((commandLine.Call?.Operand, commandLine.Call?.Second), Is.EqualTo((word, second)));
    }

    [TestCase("operators add", "operators add has no NICK")]
    [TestCase("operators link alice", "'alice' is not understood: operators link takes options only")]
    [TestCase("operators dance", "'dance' is not understood: operators takes add NICK or remove NICK or link, or nothing, and options")]
    [TestCase("operators add a b", "'b' is not understood: operators takes add NICK or remove NICK or link, or nothing, and options")]
    [TestCase("invite alice", "'alice' is not understood: invite takes options only")]
    [TestCase("invite --uses", "--uses has no value")]
    [TestCase("link", "link has no NICK")]
    [TestCase("release --yes", "release has no NICK")]
    [TestCase("invite --port 5", "--port is for the server; invite does not take it")]
    public void Parse_OfACommandAboutPeopleWithAMistake_SaysWhichOne(string line, string error)
    {
        Assert.That(CommandLine.Parse(line.Split(' ')).Errors, Is.EqualTo(new[] { error }));
    }

    [TestCase("check -h")]
    [TestCase("--help check")]
    public void Parse_OfACommandWithHelp_IsHelpOnIt(string line)
    {
        var commandLine = CommandLine.Parse(line.Split(' '));

        Assert.That((commandLine.Help, commandLine.Call?.Command.Name), Is.EqualTo((true, "check")));
    }

    [Test]
    public void Parse_OfSeveralMistakes_SaysThemAll()
    {
        Assert.That(CommandLine.Parse(["--prot=5", "--nmae=x", "--motd"]).Errors, Has.Count.EqualTo(3));
    }
}
