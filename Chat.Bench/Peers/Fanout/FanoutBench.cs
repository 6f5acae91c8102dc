using System.Runtime.Versioning;
using System.Text.Json;
using Chat.Bench.Measuring;

namespace Chat.Bench.Peers.Fanout;

/// <summary>Connects a crowd to a server that runs already, and measures what it takes the server to pass messages on.</summary>
[SupportedOSPlatform("linux")]
internal sealed class FanoutBench
{
    private const long LongestEntry = 120 * Clock.Second;
    private const long LongestSettling = 60 * Clock.Second;

    private readonly FanoutOptions _options;
    private readonly TextWriter _output;

    public FanoutBench(FanoutOptions options, TextWriter output)
    {
        _options = options;
        _output = output;
    }

    /// <summary>Returns 0 when all came in and stayed, and 1 otherwise.</summary>
    public int Run(CancellationToken cancellation)
    {
        var memory = ProcessMemory.Of(_options.ServerPid);
        if (_options.Warm > 0)
        {
            WarmUp(cancellation);
        }

        using var crowd = Crowd(_options.Rooms, _options.Members, _options.Senders, "u");
        _output.WriteLine(JsonSerializer.Serialize(Enter(crowd, memory, cancellation), ReportJson.Default.ConnectReport));
        if (!crowd.IsComplete)
        {
            return 1;
        }

        var run = new StageRun(_options, crowd);
        foreach (var stage in _options.Stages.TakeWhile(_ => !cancellation.IsCancellationRequested))
        {
            var report = run.Run(stage, cancellation);
            if (!stage.IsQuiet)
            {
                _output.WriteLine(JsonSerializer.Serialize(report, ReportJson.Default.StageReport));
            }
        }

        return crowd.IsComplete ? 0 : 1;
    }

    /// <summary>Others come, talk a moment, and leave.</summary>
    private void WarmUp(CancellationToken cancellation)
    {
        const int Members = 10;
        using (var crowd = Crowd(Math.Max(1, _options.Warm / Members), Members, 1, "w"))
        {
            crowd.Enter(_options.Port, _options.Entering, LongestEntry, cancellation);
            crowd.Settle(Clock.Second / 5, LongestSettling);
            if (crowd.IsComplete)
            {
                new StageRun(_options with { Rooms = Math.Max(1, _options.Warm / Members) }, crowd).Run(new Stage(0.5, 1, 0, true), cancellation);
            }
        }

        // The server learns that they have left, which takes it a moment that nobody tells about.
        using var idle = Crowd(1, 1, 0, "i");
        idle.Settle(Clock.Second / 2, Clock.Second);
    }

    /// <param name="crowd">Who.</param>
    /// <param name="without">The server's memory before anybody came, those who warmed it up included: what it took for them counts as well.</param>
    /// <param name="cancellation">Ends it early.</param>
    private ConnectReport Enter(Crowd crowd, ProcessMemory without, CancellationToken cancellation)
    {
        var (server, self) = (ProcessTime.Of(_options.ServerPid), ProcessTime.OfSelf());
        var began = Clock.Now;
        crowd.Enter(_options.Port, _options.Entering, LongestEntry, cancellation);
        var seconds = (double)(Clock.Now - began) / Clock.Second;
        var (serverEntry, selfEntry) = (ProcessTime.Of(_options.ServerPid) - server, ProcessTime.OfSelf() - self);
        crowd.Settle(Clock.Second / 3, LongestSettling);
        var all = ProcessTime.Of(_options.ServerPid) - server;
        var with = ProcessMemory.Of(_options.ServerPid);
        var ready = Math.Max(crowd.Ready, 1);
        return new ConnectReport
        {
            Tag = _options.Tag,
            Protocol = _options.Dialect.Name,
            Rooms = _options.Rooms,
            Members = _options.Members,
            Senders = _options.Senders,
            Ready = crowd.Ready,
            Failed = crowd.Failures,
            Seconds = Math.Round(seconds, 4),
            ConnectsPerSecond = Math.Round(crowd.Ready / seconds),
            ServerCpuUsPerConnect = Math.Round(all.Total * 1e6 / ready, 1),
            ServerBusyPercent = Math.Round(100 * serverEntry.Total / seconds, 1),
            GeneratorBusyPercent = Math.Round(100 * selfEntry.Total / seconds, 1),
            BytesPerConnection = Math.Round((double)(with.Share - without.Share) / ready),
            ResidentBytesPerConnection = Math.Round((double)(with.Resident - without.Resident) / ready),
            ServerBytesBefore = without.Share,
            ServerBytesAfter = with.Share,
            Error = crowd.FirstFailure,
        };
    }

    private Crowd Crowd(int rooms, int members, int senders, string name) => new(_options.Dialect, rooms, members, senders, _options.Size, name);
}
