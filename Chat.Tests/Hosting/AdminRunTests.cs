using Chat.Server.Administration.Control;
using Chat.Server.Hosting;
using Chat.Tests.Administration;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Chat.Tests.Hosting;

/// <summary>Commands from the command line to the exit code.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AdminRunTests : IDisposable
{
    private readonly StoreBench _bench = new();
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _errors = new() { NewLine = "\n" };
    private readonly Dictionary<string, string> _environment = [];

    public AdminRunTests()
    {
        _environment["CHAT_DATA"] = _bench.Files.Folder;
    }

    public void Dispose()
    {
        _bench.Dispose();
        _output.Dispose();
        _errors.Dispose();
    }

    [Test]
    public async Task RunAsync_OfACommandThatWorks_Ends0()
    {
        await _bench.FillAsync();

        Assert.That(await RunAsync("check"), Is.EqualTo(ExitCode.Done));
        Assert.That(_output.ToString(), Does.EndWith("sound\n"));
        Assert.That(_errors.ToString(), Is.Empty);
    }

    [Test]
    public async Task RunAsync_OfCheckOnDamage_Ends65()
    {
        await _bench.FillAsync();
        _bench.Sql("DELETE FROM blocks WHERE id = 1");

        Assert.That(await RunAsync("check"), Is.EqualTo(ExitCode.Damaged));
        Assert.That(_errors.ToString(), Does.Match(@"\Achatd: the store is damaged: [^\n]+\n\z"));
    }

    [Test]
    public async Task RunAsync_OnAFolderFromTheSettingsFile_UsesIt()
    {
        await _bench.FillAsync();
        _environment.Remove("CHAT_DATA");
        await File.WriteAllTextAsync(_bench["chatd.json"], """{ "data": "data", "port": "none of a command's business" }""");

        Assert.That(await RunAsync("check", "--config", _bench["chatd.json"]), Is.EqualTo(ExitCode.Done), _errors.ToString());
    }

    [Test]
    public async Task RunAsync_WithoutADatabase_Ends78InOneLine()
    {
        Assert.That(await RunAsync("check"), Is.EqualTo(ExitCode.Configuration));
        Assert.That(_errors.ToString(), Does.Match(@"\Achatd: --data: there is no database [^\n]+\n\z"));
        Assert.That(_output.ToString(), Is.Empty);
    }

    [Test]
    public async Task RunAsync_OfACutDatabase_Ends65InOneLine()
    {
        await _bench.FillAsync();
        await using (var file = new FileStream(_bench.Files.Database, FileMode.Open))
        {
            file.SetLength(8192);
        }

        Assert.That(await RunAsync("check"), Is.EqualTo(ExitCode.Damaged));
        Assert.That(_errors.ToString(), Does.Match(@"\Achatd: [^\n]+ has been cut: [^\n]+ 'chatd restore FILE'\n\z"));
    }

    [Test]
    public async Task RunAsync_OfKey_TakesRotateOrNothing()
    {
        using (Server.Transport.ServerCertificate.LoadOrMakeOwn(_bench.Files.Folder, "lan", TimeProvider.System, out _))
        {
            Assert.That(await RunAsync("key"), Is.EqualTo(ExitCode.Done), _errors.ToString());
            Assert.That(await RunAsync("key", "rotate"), Is.EqualTo(ExitCode.Done), _errors.ToString());
            Assert.That(await RunAsync("key", "rot"), Is.EqualTo(ExitCode.Usage));
            Assert.That(_errors.ToString(), Does.Contain("chatd: 'rot' is not understood: key takes rotate, or nothing, and options"));
        }
    }

    [TestCase("key")]
    [TestCase("key", "rotate")]
    public async Task RunAsync_OfKeyWithACertificateInTheSettings_LooksAtThat(params string[] arguments)
    {
        _environment["CHAT_CERTIFICATE"] = _bench["none.pem"];
        _environment["CHAT_PORT"] = "none of a command's business";

        Assert.That(await RunAsync(arguments), Is.EqualTo(ExitCode.Configuration));
        Assert.That(_errors.ToString(), Does.Contain(_bench["none.pem"]));
    }

    [Test]
    public async Task RunAsync_OfACommandWithoutItsOperand_Ends64()
    {
        Assert.That(await RunAsync("backup"), Is.EqualTo(ExitCode.Usage));
        Assert.That(_errors.ToString(), Is.EqualTo("chatd: backup has no FILE\nchatd: more: chatd backup --help\n"));
    }

    [Test]
    public async Task RunAsync_OfAnUnknownCommand_SuggestsOne()
    {
        Assert.That(await RunAsync("bakup", "x"), Is.EqualTo(ExitCode.Usage));
        Assert.That(_errors.ToString(), Is.EqualTo("chatd: there is no command 'bakup'; did you mean backup?\nchatd: all options: chatd --help\n"));
    }

    [Test]
    public async Task RunAsync_OfHelp_TeachesTheCommand()
    {
        Assert.That(await RunAsync("backup", "--help"), Is.EqualTo(ExitCode.Done));
        Assert.That(_output.ToString(), Does.StartWith("chatd backup: copy the database into a file.").And.Contain("--force"));
    }

    [Test]
    public async Task Run_Interrupted_Ends130()
    {
        await _bench.FillAsync();
        using var over = new CancellationTokenSource();
        await over.CancelAsync();
        var call = CommandLine.Parse(["check"]).Call!;
        var options = new ServerOptions { DataDirectory = _bench.Files.Folder, Name = "x" };

        var exit = await new AdminRun(call, options, _output, _errors, Streams(), new FakeTimeProvider()).RunAsync(over.Token);

        Assert.That(exit, Is.EqualTo(130));
        Assert.That(_errors.ToString(), Is.EqualTo("chatd: interrupted; nothing is changed\n"));
    }

    [Test]
    public async Task RunAsync_OfAnInvitationForAFolderWithoutAServer_SaysWhatToDo()
    {
        Assert.That(await RunAsync("invite"), Is.EqualTo(ExitCode.Configuration));
        Assert.That(_errors.ToString(), Does.Match(@"\Achatd: no server runs on [^\n]+ and it has no database yet: start the server, [^\n]+\n\z"));
        Assert.That(_output.ToString(), Is.Empty);
        Assert.That(File.Exists(_bench.Files.Database), Is.False);
    }

    [Test]
    public async Task RunAsync_OfAnInvitationForAStoreWithoutAKey_SaysWhatToDo()
    {
        await _bench.FillAsync();

        Assert.That(await RunAsync("invite"), Is.EqualTo(ExitCode.Configuration));
        Assert.That(_errors.ToString(), Does.Contain("has no key yet"));
        Assert.That(_output.ToString(), Is.Empty);
    }

    [Test]
    public async Task RunAsync_OfOperatorsWithoutAServer_AsksTheStore()
    {
        await _bench.FillAsync();

        Assert.That(await RunAsync("operators"), Is.EqualTo(ExitCode.Done), _errors.ToString());
        Assert.That((_output.ToString(), _errors.ToString()), Is.EqualTo(("", "chatd: there are none: 'chatd operators link' prints a link for one\n")));
        Assert.That(await RunAsync("operators", "add", "zork"), Is.EqualTo(ExitCode.Configuration));
        Assert.That(_errors.ToString(), Does.Contain("No registered user has the nick zork. ").And.Contain("'chatd operators link' prints a link that gives"));
        Assert.That(await RunAsync("operators", "add", "a b"), Is.EqualTo(ExitCode.Usage));
        Assert.That(await RunAsync("check"), Is.EqualTo(ExitCode.Done));
    }

    [Test]
    public async Task RunAsync_OfAServerThatClosesWithoutAnAnswer_Ends75()
    {
        var house = new FakeHouse { Fault = new OperationCanceledException() };
        await using var listener = ControlListener.TryStart(new ControlFiles(_bench.Files.Folder), house, TimeProvider.System, Serilog.Core.Logger.None);

        Assert.That(await RunAsync("operators", "link"), Is.EqualTo(ExitCode.TryAgain));
        Assert.That(_errors.ToString(), Does.Contain("not known whether it was done"));
    }

    private Task<int> RunAsync(params string[] arguments) =>
        new ServerProcess(_output, _errors, _environment.GetValueOrDefault, new FakeTimeProvider(), (_, _, _, _, _) => throw new InvalidOperationException(), Streams())
            .RunAsync(arguments);

    private StandardStreams Streams() => new(() => _bench.Input, () => _bench.Bytes, IsErrorTerminal: false);
}
