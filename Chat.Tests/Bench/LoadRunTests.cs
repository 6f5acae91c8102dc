using System.Net;
using System.Text.Json;
using Chat.Bench.Load;
using Chat.Bench.Measuring;
using Chat.Server.Transport;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Bench;

/// <summary>The load generator against a real server, for moments.</summary>
[TestFixture]
public sealed class LoadRunTests
{
    private static readonly LoadOptions Short = new() { Rooms = 3, Members = 5, Senders = 2, Seconds = 0.2, WarmUp = 0, Threads = 2 };

    private static IEnumerable<TestCaseData> Ways() =>
    [
        new TestCaseData(Short with { Window = 4 }).SetArgDisplayNames("window"),
        new TestCaseData(Short with { Window = 4, Rooms = 1 }).SetArgDisplayNames("one room in two threads"),
        new TestCaseData(Short with { Rate = 100 }).SetArgDisplayNames("rate"),
        new TestCaseData(Short with { Window = 2, Tls = true, Size = 15_000 }).SetArgDisplayNames("tls"),
    ];

    [TestCaseSource(nameof(Ways))]
    public async Task RunAsync_OnASoundServer_FindsEverythingOnceAndInOrder(object given)
    {
        var options = (LoadOptions)given;
        await using var server = await RunningServer.StartAsync();

        var (code, json, said) = await RunAsync(options, server.Endpoint);

        Assert.That(code, Is.Zero, said);
        Assert.That(json.GetProperty("posts").GetInt64(), Is.Positive);
        Assert.That(json.GetProperty("checked").GetInt64(), Is.GreaterThanOrEqualTo(json.GetProperty("posts").GetInt64() * options.Members));
        Assert.That(json.GetProperty("latencyMicroseconds").GetProperty("p50").GetDouble(), Is.Positive);
        Assert.That(said, Does.Contain("| lost, doubled, disordered"));
    }

    [Test]
    public async Task RunAsync_WithSlowReadersAndAStorm_GivesThemEverythingToo()
    {
        await using var server = await RunningServer.StartAsync();

        // At a rate, not as fast as it goes: however quick the machine is, the store in memory keeps all that the slow ones still have to read.
        var options = Short with { Members = 12, Slow = 4, ReconnectStorm = 20, Size = 1_000, Rate = 500, Seconds = 0.5 };

        var (code, json, said) = await RunAsync(options, server.Endpoint);

        Assert.That(code, Is.Zero, said);
        Assert.That(json.GetProperty("reconnects").GetInt64(), Is.Positive);
        Assert.That(json.GetProperty("slowEvents").GetInt64(), Is.Positive);
        Assert.That(json.GetProperty("expired").GetInt64(), Is.Zero);
        Assert.That(json.GetProperty("checked").GetInt64(), Is.GreaterThanOrEqualTo(json.GetProperty("posts").GetInt64() * options.Members));
    }

    [TestCase(0)]
    [TestCase(50)]
    public async Task RunAsync_Logins_AreCountedAndTimed(int perSecond)
    {
        await using var server = await RunningServer.StartAsync();

        var (code, json, said) = await RunAsync(Short with { Login = perSecond, Seconds = 0.5 }, server.Endpoint);

        Assert.That(code, Is.Zero, said);
        Assert.That(json.GetProperty("loginsPerSecond").GetDouble(), Is.Positive);
        Assert.That(json.GetProperty("latencyMicroseconds").GetProperty("p99").GetDouble(), Is.Positive);
    }

    [Test]
    public async Task RunAsync_IdleConnections_AreOpened()
    {
        await using var server = await RunningServer.StartAsync();

        var (code, _, said) = await RunAsync(Short with { Idle = 30 }, server.Endpoint);

        Assert.That(code, Is.Zero, said);
        Assert.That(said, Does.Match(@"\| idle connections +\| 30 "));
    }

    [Test]
    public async Task RunAsync_OnAServerThatRefuses_SaysWhy()
    {
        await using var server = await RunningServer.StartAsync(options => options with { Plaintext = PlaintextPolicy.None });

        var (code, _, said) = await RunAsync(Short, server.Endpoint);

        Assert.That(code, Is.EqualTo(LoadRun.Unsound));
        Assert.That(said, Does.Contain("forbidden"));
    }

    [Test]
    public async Task RunAsync_WithoutAServer_SaysSo()
    {
        var server = await RunningServer.StartAsync();
        var endpoint = server.Endpoint;
        await server.DisposeAsync();

        var (code, _, said) = await RunAsync(Short, endpoint);

        Assert.That(code, Is.EqualTo(LoadRun.Unsound));
        Assert.That(said, Does.Contain("cannot connect"));
    }

    [Test]
    public async Task RunAsync_Interrupted_ReportsWhatThereIs()
    {
        await using var server = await RunningServer.StartAsync();
        using var stop = new CancellationTokenSource();

        var (code, json, said) = await RunAsync(Short with { Seconds = 1_000 }, server.Endpoint, stop);

        Assert.That(code, Is.Zero, said);
        Assert.That(json.GetProperty("interrupted").GetBoolean(), Is.True);
        Assert.That(json.GetProperty("posts").GetInt64(), Is.Positive);
    }

    private static async Task<(int Code, JsonElement Json, string Said)> RunAsync(LoadOptions options, IPEndPoint server, CancellationTokenSource? stop = null)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "load.json");
        await using var said = new StringWriter();
        await using var progress = new StoppingWriter(stop);
        var run = new LoadRun(options with { Address = server.ToString(), Json = path }, said, said, new ProgressLine(progress, isTerminal: false));
        var code = await run.RunAsync(stop?.Token ?? CancellationToken.None);
        return (code, JsonDocument.Parse(await File.ReadAllTextAsync(path)).RootElement, said.ToString());
    }

    /// <summary>Presses Ctrl+C when it is told that something is being measured.</summary>
    private sealed class StoppingWriter(CancellationTokenSource? stop) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            if (value?.StartsWith("measuring", StringComparison.Ordinal) is true)
            {
                stop?.Cancel();
            }
        }
    }
}
