using Chat.Client;
using Chat.Client.Connection;
using Chat.Client.Terminal;
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
        var options = await ParseAsync("chat://lan:99/#dev", "--nick", "alice", "--plaintext", "--plain", "--color", "always", "--data", "/somewhere");

        Assert.That(options, Is.EqualTo(new ClientOptions
        {
            Address = new ServerAddress("lan", 99, "#dev"),
            Nick = "alice",
            Plaintext = true,
            Plain = true,
            Colour = ColourWish.Always,
            DataFolder = "/somewhere",
        }));
    }

    [TestCase(new[] { "lan", "--link", "--nick", "al" }, null)]
    [TestCase(new[] { "lan", "--nick", "al", "--link", "ABCD-EFGH" }, "ABCD-EFGH")]
    [TestCase(new[] { "--link", "ABCD-EFGH", "lan", "--nick", "al" }, "ABCD-EFGH")]
    [TestCase(new[] { "--link=ABCD-EFGH", "lan", "--nick", "al" }, "ABCD-EFGH")]
    public async Task Run_ToLink_TakesTheCodeOrLeavesItToBeAsked(string[] arguments, string? code)
    {
        Assert.That(await ParseAsync(arguments), Is.EqualTo(new ClientOptions { Address = new ServerAddress("lan", 2428), Nick = "al", Link = true, LinkCode = code }));
    }

    [Test]
    public async Task Run_AsSomebody_TakesTheIdentity()
    {
        Assert.That(await ParseAsync("--identity", "Work_2"), Is.EqualTo(new ClientOptions { Address = new ServerAddress("localhost", 2428), Identity = "Work_2" }));
        Assert.That(await ParseAsync("--guest"), Is.EqualTo(new ClientOptions { Address = new ServerAddress("localhost", 2428), Guest = true }));
    }

    [TestCase("--color", "sometimes")]
    [TestCase("--color")]
    [TestCase("--identity", "../x")]
    [TestCase("--identity", "a b")]
    [TestCase("--identity", "")]
    [TestCase("--link", "lan.example")]
    [TestCase("lan", "--link", "a b")]
    [TestCase("lan?code=ABCD", "--link", "EFGH")]
    [TestCase("lan", "--link", "--guest")]
    [TestCase("lan", "--guest", "--identity", "work")]
    [TestCase("lan", "--link", "--plaintext")]
    [TestCase("lan?code=ABCD", "--plaintext")]
    [TestCase("trust")]
    [TestCase("trust", "lan", "--list")]
    [TestCase("trust", "lan", "--fingerprint", "nope")]
    [TestCase("trust", "--list", "--fingerprint", "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU")]
    [TestCase("trust", "http://lan")]
    [TestCase("trust", "lan", "--nope")]
    [TestCase("trust", "--forget")]
    [TestCase("trust", "--forget", "--yes")]
    [TestCase("--nope")]
    [TestCase("-x")]
    [TestCase("--nick")]
    [TestCase("one", "two")]
    [TestCase("http://lan")]
    [TestCase("lan:0")]
    [TestCase("--nick", "a b")]
    [TestCase("--nick", "\u001B[2J", TestName = "{m}(an escape sequence)")]
    [TestCase("@file")]
    public async Task Run_WithNonsense_SaysWhatIsWrong(params string[] arguments)
    {
        var code = await CommandLine.RunAsync(arguments, _output, _errors, _ => Task.FromResult(ExitCode.Done), _ => Task.FromResult(ExitCode.Done));

        Assert.That(code, Is.EqualTo(ExitCode.Usage), string.Join(' ', arguments));
        Assert.That(_errors.ToString(), Does.StartWith("chat: ").And.Contain("--help").And.Not.Contain("\u001B"));
        Assert.That(_output.ToString(), Is.Empty);
    }

    [TestCase(new[] { "--nik", "bob" }, "There is no option --nik. Did you mean --nick?")]
    [TestCase(new[] { "lan", "--plian" }, "There is no option --plian. Did you mean --plain?")]
    [TestCase(new[] { "lan", "--plaintxt=x" }, "There is no option --plaintxt. Did you mean --plaintext?")]
    [TestCase(new[] { "trust", "--lst" }, "There is no option --lst. Did you mean --list?")]
    [TestCase(new[] { "lan", "--nonsense" }, "There is no option --nonsense.\n")]
    public async Task AnUnknownOption_IsAnErrorWithTheNearest(string[] arguments, string expected)
    {
        var code = await CommandLine.RunAsync(arguments, _output, _errors, _ => Task.FromResult(ExitCode.Done), _ => Task.FromResult(ExitCode.Done));

        Assert.That(code, Is.EqualTo(ExitCode.Usage));
        Assert.That($"{_errors}", Does.Contain(expected));
    }

    [TestCase("--help")]
    [TestCase("-h")]
    [TestCase("lan", "--nope", "--help")]
    public async Task Run_AskedForHelp_TeachesEveryOption(params string[] arguments)
    {
        var code = await CommandLine.RunAsync(arguments, _output, _errors, _ => Task.FromResult(ExitCode.Usage), _ => Task.FromResult(ExitCode.Usage));

        Assert.That(code, Is.EqualTo(ExitCode.Done));
        Assert.That(_output.ToString(), Does.Contain("--nick").And.Contain("--link").And.Contain("--guest").And.Contain("--identity").And.Contain("chat trust").And.Contain("--plaintext").And.Contain("--plain ").And.Contain("--data")
            .And.Contain("--version").And.Contain("Examples"));
        Assert.That(_output.ToString().Split('\n'), Has.All.Length.LessThanOrEqualTo(110));
    }

    [TestCase("--version")]
    [TestCase("-V")]
    public async Task Run_AskedForTheVersion_SaysIt(string argument)
    {
        await CommandLine.RunAsync([argument], _output, _errors, _ => Task.FromResult(ExitCode.Usage), _ => Task.FromResult(ExitCode.Usage));

        Assert.That(_output.ToString(), Does.Match(@"^chat \d+\.\d+\.\d+"));
    }

    [Test]
    public async Task Run_Trust_TakesWhatIsAskedFor()
    {
        const string pin = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU";
        var lan = new ServerAddress("lan", 99);

        Assert.That(await ParseTrustAsync("trust", "lan:99"), Is.EqualTo(new TrustOptions { Address = lan }));
        Assert.That(await ParseTrustAsync("trust", "lan:99", "--fingerprint", pin), Is.EqualTo(new TrustOptions { Address = lan, Fingerprint = pin }));
        Assert.That(await ParseTrustAsync("trust", "--yes", "lan:99", "--data", "/x"), Is.EqualTo(new TrustOptions { Address = lan, Yes = true, DataFolder = "/x" }));
        Assert.That(await ParseTrustAsync("--data", "/x", "trust", "--list"), Is.EqualTo(new TrustOptions { List = true, DataFolder = "/x" }));
        Assert.That(await ParseTrustAsync("trust", "--forget", "lan:99"), Is.EqualTo(new TrustOptions { Forget = lan }));
    }

    [Test]
    public async Task Run_TrustAskedForHelp_TellsOfItself()
    {
        var code = await CommandLine.RunAsync(["trust", "--help"], _output, _errors, _ => Task.FromResult(ExitCode.Usage), _ => Task.FromResult(ExitCode.Usage));

        Assert.That(code, Is.EqualTo(ExitCode.Done));
        Assert.That(_output.ToString(), Does.Contain("--fingerprint").And.Contain("--yes").And.Contain("--list").And.Contain("--forget"));
        Assert.That(_output.ToString().Split('\n'), Has.All.Length.LessThanOrEqualTo(110));
    }

    private async Task<TrustOptions?> ParseTrustAsync(params string[] arguments)
    {
        TrustOptions? parsed = null;
        var code = await CommandLine.RunAsync(arguments, _output, _errors, _ => Task.FromResult(ExitCode.Usage), options =>
        {
            parsed = options;
            return Task.FromResult(ExitCode.Done);
        });

        Assert.That(code, Is.EqualTo(ExitCode.Done), _errors.ToString());
        return parsed;
    }

    private async Task<ClientOptions?> ParseAsync(params string[] arguments)
    {
        ClientOptions? parsed = null;
        var code = await CommandLine.RunAsync(arguments, _output, _errors, options =>
        {
            parsed = options;
            return Task.FromResult(ExitCode.Done);
        }, _ => Task.FromResult(ExitCode.Usage));

        Assert.That(code, Is.EqualTo(ExitCode.Done), _errors.ToString());
        return parsed;
    }
}
