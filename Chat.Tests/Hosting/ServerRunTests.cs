using Chat.Server.Diagnostics;
using Chat.Server.Hosting;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;
using Serilog.Core;
using Serilog.Events;

namespace Chat.Tests.Hosting;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ServerRunTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Events _events = new();
    private int _ready;
    private int _stopping;

    public void Dispose() => _stop.Dispose();

    [Test]
    public async Task RunAsync_AskedToStop_StopsInOrder()
    {
        var server = new FakeServer();
        var run = RunAsync(server);
        Assert.That(run.IsCompleted, Is.False);

        await _stop.CancelAsync();

        Assert.That(await run, Is.EqualTo(ExitCode.Done));
        Assert.That((_ready, _stopping, server.Stopping.IsCompleted, server.IsDisposed), Is.EqualTo((1, 1, true, true)));
    }

    [Test]
    public async Task RunAsync_AskedToStopWhileStarting_GivesTheStartUp()
    {
        var server = new FakeServer { Start = token => Task.Delay(Timeout.InfiniteTimeSpan, _time, token) };
        var run = RunAsync(server);

        await _stop.CancelAsync();

        Assert.That(await run, Is.EqualTo(ExitCode.Done));
        Assert.That((_ready, server.IsDisposed), Is.EqualTo((0, true)));
    }

    [Test]
    public void RunAsync_ThatCannotStart_DisposesAndTellsWhy()
    {
        var server = new FakeServer { Start = _ => throw new StartupException("--port: 1 is in use") };

        Assert.That(() => RunAsync(server), Throws.TypeOf<StartupException>());
        Assert.That(server.IsDisposed, Is.True);
    }

    [Test]
    public async Task RunAsync_WithAServerThatTakesLong_TellsItToGiveUpAndEndsWell()
    {
        var server = new FakeServer { Stop = abandon => Task.Delay(Timeout.InfiniteTimeSpan, _time, abandon) };
        var run = RunAsync(server);
        await _stop.CancelAsync();
        await server.Stopping;

        _time.Advance(ServerRun.StopPatience);

        Assert.That(await run, Is.EqualTo(ExitCode.Done));
        Assert.That(server.IsDisposed, Is.True);
        Assert.That(_events.Levels, Does.Contain(LogEventLevel.Warning));
    }

    [Test]
    public async Task RunAsync_WithAServerThatNeverStops_EndsWithinTenSeconds()
    {
        var server = new FakeServer { Stop = _ => new TaskCompletionSource().Task };
        var run = RunAsync(server);
        await _stop.CancelAsync();
        await server.Stopping;

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.That(await run, Is.EqualTo(ExitCode.Done));
    }

    [Test]
    public async Task RunAsync_WithAStoreThatIsLost_SaysSoInOneLineAndEnds()
    {
        var server = new FakeServer();
        var run = RunAsync(server);

        server.Fault.SetException(new IOException("the disk is gone"));

        Assert.That(await run, Is.EqualTo(ExitCode.Failed));
        Assert.That(server.Stopping.IsCompleted, Is.True, "clients are still told");
        Assert.That(_events.Fatal.RenderMessage(), Does.Contain("the disk is gone"));
        Assert.That(_events.Fatal.Exception, Is.Null);
    }

    [Test]
    public async Task RunAsync_WithAFaultOfItsOwn_LogsTheStackAndEnds()
    {
        var server = new FakeServer();
        var run = RunAsync(server);

        server.Fault.SetException(new InvalidOperationException("out of order"));

        Assert.That(await run, Is.EqualTo(ExitCode.Failed));
        Assert.That(_events.Fatal.Exception, Is.TypeOf<InvalidOperationException>());
    }

    private async Task<int> RunAsync(FakeServer server)
    {
        await using var log = LogPipeline.Configure(LogEventLevel.Information).WriteTo.Sink(_events).CreateLogger();
        return await new ServerRun(() => server, log, _time).RunAsync(Ready, () => _stopping++, _stop.Token);
    }

    private Task Ready(IServer server)
    {
        _ready++;
        return Task.CompletedTask;
    }

    private sealed class Events : ILogEventSink
    {
        private readonly List<LogEvent> _events = [];

        public IEnumerable<LogEventLevel> Levels => _events.Select(logged => logged.Level);

        public LogEvent Fatal => _events.Single(logged => logged.Level == LogEventLevel.Fatal);

        public void Emit(LogEvent logEvent) => _events.Add(logEvent);
    }
}
