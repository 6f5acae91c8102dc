using System.Diagnostics;
using System.Globalization;
using Chat.Bench.Measuring;

namespace Chat.Bench.Load;

/// <summary>Connect, Hello, Join, and away again: how often a second, and how long does it take?</summary>
internal sealed class LoginRun
{
    private readonly Scene _scene;
    private readonly Meter _meter;
    private readonly Watch _watch;

    public LoginRun(Scene scene)
    {
        _scene = scene;
        _meter = new Meter(scene.Crowd.Tallies, scene.Server);
        _watch = new Watch(_meter, scene.Progress, Describe);
    }

    public async Task<LoadResult> RunAsync(CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _scene.Venue.Failed);
        var logins = Begin();
        await _watch.LookOnAsync("warming up", TimeSpan.FromSeconds(_scene.Options.WarmUp), ending.Token);
        _scene.Crowd.SetMeasuring(true);
        var before = _meter.Read();
        await _watch.LookOnAsync("measuring", TimeSpan.FromSeconds(_scene.Options.Seconds), ending.Token);
        var after = _meter.Read();
        _scene.Crowd.SetMeasuring(false);
        await Task.WhenAll(logins.Select(static each => each.EndAsync()));
        return new LoadResult
        {
            Time = Stopwatch.GetElapsedTime(before.At, after.At),
            Logins = after.Logins - before.Logins,
            Latencies = _meter.ReadLatencies(),
            ServerCpu = after.Cpu - before.Cpu,
            OwnCpu = after.OwnCpu - before.OwnCpu,
            ServerMemory = ServerFigures.Read(_scene.Server)?.Memory,
            Failure = _scene.Venue.Failure,
            WasInterrupted = cancellation.IsCancellationRequested,
        };
    }

    private List<Logins> Begin()
    {
        var loops = _scene.Loops;
        var interval = _scene.Options.Login is > 0 and { } rate ? (long)(Stopwatch.Frequency * loops.Length / rate) : 0;
        var start = Stopwatch.GetTimestamp();
        var all = new List<Logins>();
        for (var i = 0; i < loops.Length; i++)
        {
            var logins = new Logins(loops[i], _scene.Crowd.Tallies[i], _scene.Crowd.Passers(i), interval);
            logins.Begin(start + (interval * (i + 1) / loops.Length));
            all.Add(logins);
        }

        return all;
    }

    private static string Describe(Meter.Reading last, Meter.Reading now, Latencies latencies)
    {
        var seconds = Stopwatch.GetElapsedTime(last.At, now.At).TotalSeconds;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(now.Logins - last.Logins) / seconds:N0} logins/s, p99 {Report.Microseconds(latencies.Percentile(99)):N0} µs{Meter.Busy(last, now)}");
    }
}
