using System.Text.Json;
using Chat.Server.Diagnostics;
using NUnit.Framework;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace Chat.Tests.Diagnostics;

[TestFixture]
public sealed class LogPipelineTests
{
    private const string Hostile = "eve\u001b[2J\n2026 ERR forged\u009b\u202e\ud800";

    [Test]
    public void Text_OfAHostileNick_StaysOneLineWithoutControls()
    {
        var lines = Logged(LogFormat.Text, log => log.SessionStarted(7, Hostile, "agent/1"));

        Assert.That(lines, Has.Length.EqualTo(1));
        Assert.That(lines[0], Does.EndWith(@"Connection 7 is ""eve\u001b[2J\n2026 ERR forged\u009b\u202e\ud800"" with ""agent/1"""));
        Assert.That(lines[0], Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z DBG "));
    }

    [Test]
    public void Json_OfAHostileNick_StaysOneLineWithoutControls()
    {
        var lines = Logged(LogFormat.Json, log => log.SessionStarted(7, Hostile, "agent/1"));

        Assert.That(lines, Has.Length.EqualTo(1));
        Assert.That(Escape.IndexOfUnsafe(lines[0]), Is.Negative);
        using var parsed = JsonDocument.Parse(lines[0]);
        Assert.That(parsed.RootElement.GetProperty("Nick").GetString(), Is.EqualTo(Escape.Text(Hostile)));
        Assert.That(parsed.RootElement.GetProperty("Connection").GetInt64(), Is.EqualTo(7));
    }

    [Test]
    [CancelAfter(20_000)]
    public void InBackground_WithAPlaceThatIsStuck_HoldsNobodyUp()
    {
        using var gate = new ManualResetEventSlim();
        var place = new StuckSink(gate);
        using (var log = LogPipeline.InBackground(LogPipeline.Configure(LogEventLevel.Verbose), to => to.Sink(place)))
        {
            for (var i = 0; i < 2 * LogPipeline.MaxWaiting; i++)
            {
                log.SessionStarted(i, "eve", "agent/1");
            }

            gate.Set();
        }

        Assert.That(place.Count, Is.InRange(LogPipeline.MaxWaiting, LogPipeline.MaxWaiting + 1), "What there was no place for is left out.");
    }

    [Test]
    public void AnyForm_OfAnOverlongText_IsCut([Values] bool json)
    {
        var lines = Logged(json ? LogFormat.Json : LogFormat.Text, log => log.PeerAtFault(7, "malformed", new string('x', 100_000)));

        Assert.That(lines.Single(), Has.Length.LessThan(1000));
    }

    [Test]
    public void Text_OfAHostileException_StartsNoLineOfItsOwn()
    {
        var lines = Logged(LogFormat.Text, log => log.SessionFailed(7, Thrown(Hostile)));

        Assert.That(lines[0], Does.Contain("ERR Connection 7 ended"));
        Assert.That(lines.Skip(1), Is.Not.Empty.And.All.StartsWith("    "));
        Assert.That(lines[1], Does.Contain(@"forged\u009b"));
        Assert.That(string.Concat(lines).Any(char.IsControl), Is.False);
        Assert.That(lines, Has.Some.Match($"^ +at .*{nameof(Thrown)}"));
    }

    [Test]
    public void Json_OfAHostileException_StaysOneLineWithoutControls()
    {
        var lines = Logged(LogFormat.Json, log => log.SessionFailed(7, Thrown(Hostile)));

        Assert.That(lines, Has.Length.EqualTo(1));
        Assert.That(Escape.IndexOfUnsafe(lines[0]), Is.Negative);
        using var parsed = JsonDocument.Parse(lines[0]);
        Assert.That(parsed.RootElement.GetProperty("@x").GetString(), Does.Contain("InvalidOperationException"));
    }

    [Test]
    public void Text_OfAContext_ShowsWhatTheMessageDoesNot()
    {
        var lines = Logged(LogFormat.Text, log => log.ForContext("Room", "#a\u001b").Stopped());

        Assert.That(lines.Single(), Does.EndWith(@"INF Stopped Room=""#a\u001b"""));
    }

    [Test]
    public void Configure_WithALevel_DropsWhatIsBelow()
    {
        Assert.That(Logged(LogFormat.Text, log => log.Stopped(), LogEventLevel.Warning), Is.Empty);
        Assert.That(Logged(LogFormat.Text, log => log.StoreRecovered(), LogEventLevel.Warning), Has.Length.EqualTo(1));
    }

    private static InvalidOperationException Thrown(string message)
    {
        try
        {
            throw new InvalidOperationException(message, new IOException(message));
        }
        catch (InvalidOperationException error)
        {
            return error;
        }
    }

    private static string[] Logged(LogFormat format, Action<Serilog.ILogger> write, LogEventLevel level = LogEventLevel.Verbose)
    {
        var sink = new WriterSink(LogPipeline.Formatter(format));
        using (var log = LogPipeline.Configure(level).WriteTo.Sink(sink).CreateLogger())
        {
            write(log);
        }

        return sink.Output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    private sealed class WriterSink(ITextFormatter formatter) : ILogEventSink
    {
        public StringWriter Output { get; } = new();

        public void Emit(LogEvent logEvent) => formatter.Format(logEvent, Output);
    }

    /// <summary>Takes no line before it is let.</summary>
    private sealed class StuckSink(ManualResetEventSlim gate) : ILogEventSink
    {
        public int Count { get; private set; }

        public void Emit(LogEvent logEvent)
        {
            gate.Wait();
            Count++;
        }
    }
}
