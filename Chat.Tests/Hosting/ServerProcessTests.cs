using Chat.Server.Hosting;
using Chat.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Chat.Tests.Hosting;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ServerProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private Func<CancellationToken, Task> _start = _ => Task.CompletedTask;
    private string? _motd;

    private string[] Errors => _errors.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _errors.Dispose();
    }

    [Test]
    public async Task RunAsync_OfHelp_TeachesOnStandardOutput()
    {
        Assert.That(await RunAsync("--help"), Is.Zero);
        Assert.That(_output.ToString(), Does.StartWith("chatd: a chat server"));
        Assert.That(_errors.ToString(), Is.Empty);
    }

    [Test]
    public async Task RunAsync_OfVersion_ShowsIt()
    {
        Assert.That(await RunAsync("-V"), Is.Zero);
        Assert.That(_output.ToString(), Does.Match(@"^chatd \d+\.\d+\.\d+\s+$"));
    }

    [Test]
    public async Task RunAsync_OfAnUnknownOption_Ends64()
    {
        Assert.That(await RunAsync("--prot", "5"), Is.EqualTo(64));
        Assert.That(Errors, Is.EqualTo(new[] { "chatd: there is no option '--prot'; did you mean --port?", "chatd: all options: chatd --help" }));
        Assert.That(_output.ToString(), Is.Empty);
    }

    [Test]
    public async Task RunAsync_OfBadSettings_Ends78WithALineForEach()
    {
        Assert.That(await RunAsync("--port", "x", "--log-level", "y"), Is.EqualTo(78));
        Assert.That(Errors, Has.Length.EqualTo(2));
        Assert.That(Errors, Has.All.StartsWith("chatd: --"));
        Assert.That(Directory.Exists(_folder["data"]), Is.False, "nothing was begun");
    }

    [Test]
    public async Task RunAsync_OfBadFiles_Ends78WithALineForEach()
    {
        var certificate = _folder["none.crt"];
        var motd = _folder["none.txt"];

        Assert.That(await RunAsync("--certificate", certificate, "--motd", motd), Is.EqualTo(78));
        Assert.That(Errors, Is.EqualTo(new[]
        {
            $"chatd: --motd: cannot read {motd}: it does not exist",
            $"chatd: --certificate: cannot read {certificate}: it does not exist",
        }));
    }

    [Test]
    public async Task RunAsync_OfAKeyWithoutCertificate_Ends78()
    {
        Assert.That(await RunAsync("--certificate-key", _folder["k"]), Is.EqualTo(78));
        Assert.That(Errors, Is.EqualTo(new[] { "chatd: --certificate-key: is of no use without --certificate" }));
    }

    [Test]
    public async Task RunAsync_OfADataFolderThatIsAFile_Ends78()
    {
        _folder.Write("data", "");

        Assert.That(await RunAsync("--check"), Is.EqualTo(78));
        Assert.That(await RunAsync(), Is.EqualTo(78));
        Assert.That(Errors, Is.EqualTo(new[]
        {
            $"chatd: --data (from CHAT_DATA): {_folder["data"]} is a file, not a folder",
            $"chatd: --data (from CHAT_DATA): cannot make the folder {_folder["data"]}: it is a file",
        }));
    }

    [Test]
    public async Task RunAsync_OfAPortInUse_Ends78WithOneLine()
    {
        _start = _ => throw new StartupException("--port: 2428 is in use");

        Assert.That(await RunAsync(), Is.EqualTo(78));
        Assert.That(Errors, Is.EqualTo(new[] { "chatd: --port: 2428 is in use" }));
        Assert.That(_output.ToString(), Is.Empty);
    }

    [Test]
    public async Task RunAsync_OfCheck_ShowsTheSettingsAndChangesNothing()
    {
        Assert.That(await RunAsync("--check", "--port", "77"), Is.Zero);
        Assert.That(_output.ToString(), Does.Match(@"(?m)^port +77 +--port\s*$").And.Contain("will be made at the first start").And.Contain("These settings are valid."));
        Assert.That(_errors.ToString(), Is.Empty);
        Assert.That(Directory.GetFileSystemEntries(_folder.Path), Is.Empty);
    }

    [Test]
    public async Task RunAsync_OfCheckWithAMistake_ShowsTheSettingsAndEnds78()
    {
        Assert.That(await RunAsync("--check", "--motd", _folder["none"]), Is.EqualTo(78));
        Assert.That(_output.ToString(), Does.Contain("max-connections").And.Not.Contain("valid."));
        Assert.That(Errors, Has.Length.EqualTo(1));
    }

    [Test]
    public async Task RunAsync_UntilAFault_PrintsHowToJoinAndTheSameKeyAsCheck()
    {
        var motd = _folder.Write("motd", "hello\n");

        Assert.That(await RunAsync("--motd", motd), Is.EqualTo(70));
        var banner = _output.ToString();
        Assert.That(await RunAsync("--check"), Is.Zero);

        var key = _output.ToString().Split("Server key: ")[1].Split(Environment.NewLine)[0];
        Assert.That(banner, Does.Contain("chat://localhost:4711").And.Contain(key).And.Contain(_folder["data"]));
        Assert.That(_motd, Is.EqualTo("hello"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(_folder["data"]), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        }
    }

    private Task<int> RunAsync(params string[] arguments)
    {
        var environment = new Dictionary<string, string> { ["CHAT_DATA"] = _folder["data"], ["CHAT_NAME"] = "test" };
        var process = new ServerProcess(_output, _errors, environment.GetValueOrDefault, new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(60)), Make);
        return process.RunAsync(arguments);

        FakeServer Make(ServerOptions options, Chat.Server.Transport.ServerCertificate certificate, string? motd, TimeProvider time, Serilog.ILogger log)
        {
            _motd = motd;
            var server = new FakeServer { Start = _start };
            server.Fault.SetException(new IOException("the disk is gone"));
            return server;
        }
    }
}
