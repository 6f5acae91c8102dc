using System.Runtime.Versioning;
using Chat.Bench.Measuring;

namespace Chat.Bench.Peers.Fanout;

/// <summary>Runs one stage over a crowd that has entered.</summary>
[SupportedOSPlatform("linux")]
internal sealed class StageRun
{
    /// <summary>A stage ends when nothing has come for so long although something should.</summary>
    private const long Patience = 3 * Clock.Second;

    private const int LongestWait = 100;

    private readonly FanoutOptions _options;
    private readonly Crowd _crowd;
    private readonly Ledger _ledger;

    public StageRun(FanoutOptions options, Crowd crowd)
    {
        _options = options;
        _crowd = crowd;
        _ledger = crowd.Ledger;
    }

    public StageReport Run(Stage stage, CancellationToken cancellation)
    {
        var (server, self) = (ProcessTime.Of(_options.ServerPid), ProcessTime.OfSelf());
        var began = Clock.Now;
        _ledger.Begin(stage.IsPaced ? 0 : stage.Window);
        _crowd.Flush();
        var ended = stage.IsPaced ? Pace(stage, began, cancellation) : Drive(stage, began, cancellation);
        var report = Report(
            stage,
            (double)(ended - began) / Clock.Second,
            (double)(Clock.Now - began) / Clock.Second,
            ProcessTime.Of(_options.ServerPid) - server,
            ProcessTime.OfSelf() - self);
        _ledger.End();
        _crowd.Settle(Clock.Second / 10, 2 * Clock.Second);
        return report;
    }

    /// <summary>Lets the window send, and waits for the rest. Returns when it was over.</summary>
    private long Drive(Stage stage, long began, CancellationToken cancellation)
    {
        var end = began + (long)(stage.Seconds * Clock.Second);
        var (seen, seenAt) = (0L, began);
        for (var now = began; ; now = Clock.Now)
        {
            if (now >= end)
            {
                _ledger.End();
            }

            if (cancellation.IsCancellationRequested || (now >= end && _ledger.UnderWay == 0))
            {
                return now;
            }

            if (HasStalled(now, ref seen, ref seenAt))
            {
                return seenAt;
            }

            _crowd.Turn(LongestWait);
        }
    }

    /// <summary>Sends by the clock, to each room in turns. A message that is sent late still counts from when it should have been sent.</summary>
    private long Pace(Stage stage, long began, CancellationToken cancellation)
    {
        var gap = Clock.Second / stage.Rate;
        var count = Math.Max(1, (long)(stage.Seconds * stage.Rate));
        var (seen, seenAt) = (0L, began);
        for (var sent = 0L; ;)
        {
            var now = Clock.Now;
            var due = began + (long)((sent + 1) * gap);
            while (sent < count && due <= now && !cancellation.IsCancellationRequested)
            {
                _ledger.Publish((int)(sent % _options.Rooms), due);
                sent++;
                due = began + (long)((sent + 1) * gap);
            }

            _crowd.Flush();
            if (cancellation.IsCancellationRequested || (sent == count && _ledger.UnderWay == 0))
            {
                return now;
            }

            if (HasStalled(now, ref seen, ref seenAt))
            {
                return seenAt;
            }

            // epoll knows milliseconds only: the last part of one is passed without waiting.
            _crowd.Turn(sent == count ? LongestWait : (int)Math.Clamp((due - now) / Clock.Millisecond, 0, LongestWait));
        }
    }

    private bool HasStalled(long now, ref long seen, ref long seenAt)
    {
        if (_ledger.Delivered != seen || _ledger.UnderWay == 0)
        {
            (seen, seenAt) = (_ledger.Delivered, now);
        }

        return now - seenAt > Patience;
    }

    private StageReport Report(Stage stage, double seconds, double wall, ProcessTime server, ProcessTime self)
    {
        var deliveries = Math.Max(_ledger.Delivered, 1);
        return new StageReport
        {
            Stage = stage.IsPaced ? "paced" : "window",
            Tag = _options.Tag,
            Protocol = _options.Dialect.Name,
            Rooms = _options.Rooms,
            Members = _options.Members,
            Senders = _options.Senders,
            Size = _options.Size,
            Window = stage.Window,
            Rate = stage.Rate,
            Seconds = Math.Round(seconds, 4),
            Messages = _ledger.Sent,
            Deliveries = _ledger.Delivered,
            DeliveriesPerSecond = Math.Round(_ledger.Delivered / seconds),
            ServerCpuUs = Each(server.Total),
            ServerUserUs = Each(server.User),
            ServerSystemUs = Each(server.System),
            ServerBusyPercent = Math.Round(100 * server.Total / wall, 1),
            GeneratorBusyPercent = Math.Round(100 * self.Total / wall, 1),
            GeneratorCpuUs = Each(self.Total),
            MessagesPerRecv = Math.Round((double)deliveries / Math.Max(_ledger.Reads, 1), 2),
            BytesPerDelivery = Math.Round((double)_ledger.Bytes / deliveries, 1),
            P50Us = Us(_ledger.Latencies.Percentile(50)),
            P99Us = Us(_ledger.Latencies.Percentile(99)),
            LastP50Us = Us(_ledger.Completions.Percentile(50)),
            LastP99Us = Us(_ledger.Completions.Percentile(99)),
            Lost = _ledger.Missing,
            OutOfOrder = _options.Senders == 1 ? _ledger.OutOfOrder : null,
            Strays = _ledger.Strays,
            Failed = _crowd.Failures,
            Error = _crowd.FirstFailure,
        };

        double Each(double cpuSeconds) => Math.Round(cpuSeconds * 1e6 / deliveries, 4);

        static double Us(double nanoseconds) => Math.Round(nanoseconds / 1000, 1);
    }
}
