using Chat.Client;
using Chat.Client.Connection;
using NUnit.Framework;

namespace Chat.Tests.Client;

[TestFixture]
public sealed class CommandLineTests
{
    private StringWriter _output = null!;
    private StringWriter _errors = null!;

    [SetUp]
    public void SetUp()
    {
        _output = new StringWriter();
        _errors = new StringWriter();
    }

    [TearDown]
    public void TearDown()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    [Test]
    public async Task Run_WithNothing_IsThisMachine()
    {
        Assert.That(await ParseAsync(), Is.EqualTo(new ClientOptions { Address = new ServerAddress("localhost", 2428) }));
    }

    [Test]
    public async Task Run_WithEverything_TakesIt()
    {
        var options = await ParseAsync("chat://lan:99/#dev", "--nick", "alice", "--plaintext", "--plain", "--data", "/somewhere");

        Assert.That(options, Is.EqualTo(new ClientOptions
        {
            Address = new ServerAddress("lan", 99, "#dev"),
            Nick = "alice",
            Plaintext = true,
            Plain = true,
            DataFolder = "/somewhere",
        }));
    }

    [TestCase("--nope")]
    [TestCase("-x")]
    [TestCase("--nick")]
    [TestCase("one", "two")]
    [TestCase("http://lan")]
    [TestCase("lan:0")]
    [TestCase("--nick", "a b")]
    [TestCase("--nick", "\u001B[2J")]
    [TestCase("@file")]
    public async Task Run_WithNonsense_SaysWhatIsWrong(params string[] arguments)
    {
        var code = await CommandLine.RunAsync(arguments, _output, _errors, _ => Task.FromResult(ExitCode.Done));

        Assert.That(code, Is.EqualTo(ExitCode.Usage));
        Assert.That(_errors.ToString(), Does.StartWith("chat: ").And.Contain("--help").And.Not.Contain("\u001B"));
        Assert.That(_output.ToString(), Is.Empty);
    }

    [TestCase("--help")]
    [TestCase("-h")]
    [TestCase("lan", "--nope", "--help")]
    public async Task Run_AskedForHelp_TeachesEveryOption(params string[] arguments)
    {
        var code = await CommandLine.RunAsync(arguments, _output, _errors, _ => Task.FromResult(ExitCode.Usage));

        Assert.That(code, Is.EqualTo(ExitCode.Done));
        Assert.That(_output.ToString(), Does.Contain("--nick").And.Contain("--plaintext").And.Contain("--plain ").And.Contain("--data")
            .And.Contain("--version").And.Contain("Examples"));
        Assert.That(_output.ToString().Split('\n'), Has.All.Length.LessThanOrEqualTo(110));
    }

    [TestCase("--version")]
    [TestCase("-V")]
    public async Task Run_AskedForTheVersion_SaysIt(string argument)
    {
        await CommandLine.RunAsync([argument], _output, _errors, _ => Task.FromResult(ExitCode.Usage));

        Assert.That(_output.ToString(), Does.Match(@"^chat \d+\.\d+\.\d+"));
    }

    private async Task<ClientOptions?> ParseAsync(params string[] arguments)
    {
        ClientOptions? parsed = null;
        var code = await CommandLine.RunAsync(arguments, _output, _errors, options =>
        {
            parsed = options;
            return Task.FromResult(ExitCode.Done);
        });

        Assert.That(code, Is.EqualTo(ExitCode.Done), _errors.ToString());
        return parsed;
    }
}
