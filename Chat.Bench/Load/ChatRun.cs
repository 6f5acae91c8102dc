using System.Diagnostics;
using System.Globalization;
using Chat.Bench.Measuring;

namespace Chat.Bench.Load;

/// <summary>Members come in, talk, and are looked at until everyone has everything.</summary>
internal sealed class ChatRun
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>So long nothing at all may come before what is missing is given up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What comes twice may come after what came once.</summary>
    private static readonly TimeSpan LateTime = TimeSpan.FromMilliseconds(100);

    private readonly Scene _scene;
    private readonly LoadOptions _options;
    private readonly Crowd _crowd;
    private readonly Meter _meter;
    private readonly Watch _watch;

    public ChatRun(Scene scene)
    {
        _scene = scene;
        _options = scene.Options;
        _crowd = scene.Crowd;
        _meter = new Meter(scene.Crowd.Tallies, scene.Server);
        _watch = new Watch(_meter, scene.Progress, Describe);
    }

    public async Task<LoadResult> RunAsync(CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _scene.Venue.Failed);
        _crowd.Fill();
        var slow = new SlowReaders(_crowd.Slow);
        var storm = _options.ReconnectStorm > 0 ? new Storm(_scene.Loops[^1], _crowd.Stormed, _options.ReconnectStorm) : null;
        var result = new LoadResult();
        if (await _scene.EnterAsync(_crowd.Members, ending.Token))
        {
            await slow.StopReadingAsync();
            await (storm?.BeginAsync() ?? Task.CompletedTask);
            result = await MeasureAsync(ending.Token);
            await (storm?.EndAsync() ?? Task.CompletedTask);
        }

        // Who presses Ctrl+C wants what there is, and that is known when everybody has what is on its way.
        await DrainAsync();
        result = await ReadSlowlyAsync(slow, result);
        result = await SumUpAsync(result);
        return result with
        {
            Reconnects = storm?.Resumed ?? 0,
            ReconnectLatencies = storm?.Latencies,
            Failure = _scene.Venue.Failure,
            WasInterrupted = cancellation.IsCancellationRequested,
        };
    }

    private async Task<LoadResult> MeasureAsync(CancellationToken ending)
    {
        StartPosting();
        await _watch.LookOnAsync("warming up", TimeSpan.FromSeconds(_options.WarmUp), ending);
        _crowd.SetMeasuring(true);
        var before = _meter.Read();
        await _watch.LookOnAsync("measuring", TimeSpan.FromSeconds(_options.Seconds), ending);
        var after = _meter.Read();
        _crowd.SetMeasuring(false);
        return new LoadResult
        {
            Time = Stopwatch.GetElapsedTime(before.At, after.At),
            Deliveries = after.Deliveries - before.Deliveries,
            Posts = after.Posts - before.Posts,
            ServerCpu = after.Cpu - before.Cpu,
            OwnCpu = after.OwnCpu - before.OwnCpu,
            ServerMemory = ServerFigures.Read(_scene.Server)?.Memory,
            Latencies = _meter.ReadLatencies(),
        };
    }

    private void StartPosting()
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < _crowd.Rooms.Count; i++)
        {
            var room = _crowd.Rooms[i];
            if (_options.Rate is { } rate)
            {
                // Rooms take turns, as people do who do not know of each other.
                var interval = (long)(Stopwatch.Frequency / rate);
                var first = start + (interval * (i + 1) / _crowd.Rooms.Count);
                room.Home.Post(() => room.KeepPace(first, interval));
            }
            else
            {
                room.Home.Post(() => room.KeepFull(_options.EffectiveWindow));
            }
        }
    }

    private string Describe(Meter.Reading last, Meter.Reading now, Latencies latencies)
    {
        var seconds = Stopwatch.GetElapsedTime(last.At, now.At).TotalSeconds;
        var slow = latencies.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $", p99 {Report.Microseconds(latencies.Percentile(99)):N0} µs") : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(now.Deliveries - last.Deliveries) / seconds:N0} deliveries/s, {(now.Posts - last.Posts) / seconds:N0} posts/s{slow}{Meter.Busy(last, now)}, {_meter.Faults()}");
    }

    /// <summary>Nothing is posted any more; waits until all that was acknowledged has come to everybody who reads.</summary>
    private async Task DrainAsync()
    {
        await Task.WhenAll(_crowd.Rooms.Select(static room => room.Home.AskAsync(room.Stop)));
        await UntilAsync(async () => await CountUnansweredAsync() == 0 && await _crowd.AllAsync(static member => member.HasAll || member.IsPaused));
        await Scene.WaitAsync(LateTime, CancellationToken.None);
    }

    /// <summary>Those who had stopped reading read everything.</summary>
    private async Task<LoadResult> ReadSlowlyAsync(SlowReaders slow, LoadResult result)
    {
        if (slow.Count == 0 || _scene.Venue.Failure is not null)
        {
            return result;
        }

        var began = Stopwatch.GetTimestamp();
        await slow.ReadAsync();
        _scene.Progress.Show($"{slow.Count} who had stopped read everything");
        await UntilAsync(async () => await slow.CountReadyAsync() == slow.Count);
        return result with { SlowTime = Stopwatch.GetElapsedTime(began), SlowEvents = await slow.CountReadAsync() };
    }

    private async Task<LoadResult> SumUpAsync(LoadResult result)
    {
        result = result with { Unanswered = await CountUnansweredAsync() };
        if (_scene.Venue.Failure is null)
        {
            await _crowd.EachAsync(static member => member.Finish());
        }

        await _crowd.EachAsync(static member => member.Leave());
        return result with
        {
            Checked = _crowd.Tallies.Sum(static tally => tally.Deliveries),
            Lost = _crowd.Tallies.Sum(static tally => tally.Lost),
            Doubled = _crowd.Tallies.Sum(static tally => tally.Doubled),
            Disordered = _crowd.Tallies.Sum(static tally => tally.Disordered),
            Expired = _crowd.Tallies.Sum(static tally => tally.Expired),
        };
    }

    private async Task<int> CountUnansweredAsync() => (await Task.WhenAll(_crowd.Rooms.Select(static room => room.Home.AskAsync(() => room.Unanswered)))).Sum();

    /// <summary>Waits until something is so, unless the server cannot be asked any more or nothing comes for long.</summary>
    private async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var last = _meter.Read();
        while (_scene.Venue.Failure is null && !await isSo())
        {
            await Scene.WaitAsync(Look, CancellationToken.None);
            var now = _meter.Read();
            if (now.Deliveries != last.Deliveries || now.Posts != last.Posts)
            {
                last = now;
            }
            else if (Stopwatch.GetElapsedTime(last.At, now.At) > Patience)
            {
                return;
            }
        }
    }
}
