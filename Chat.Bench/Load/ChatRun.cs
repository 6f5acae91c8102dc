using System.Diagnostics;
using System.Globalization;
using Chat.Bench.Measuring;
using Chat.Bench.Wire;

namespace Chat.Bench.Load;

/// <summary>Members come in, talk, and are looked at until everyone has everything.</summary>
internal sealed class ChatRun
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(10);

    /// <summary>What comes twice may come after what came once.</summary>
    private static readonly TimeSpan LateTime = TimeSpan.FromMilliseconds(100);

    private readonly LoadOptions _options;
    private readonly Venue _venue;
    private readonly Crowd _crowd;
    private readonly EventLoop[] _loops;
    private readonly Meter _meter;
    private readonly int? _server;
    private readonly ProgressLine _progress;

    public ChatRun(LoadOptions options, Venue venue, EventLoop[] loops, Crowd crowd, int? server, ProgressLine progress)
    {
        _options = options;
        _venue = venue;
        _loops = loops;
        _crowd = crowd;
        _server = server;
        _progress = progress;
        _meter = new Meter(crowd.Tallies, server);
    }

    public async Task<LoadResult> RunAsync(CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _venue.Failed);
        _crowd.Fill();
        var result = new LoadResult();
        if (await EnterAsync(ending.Token))
        {
            result = await MeasureAsync(ending.Token);
        }

        // Who presses Ctrl+C wants what there is, not to wait for more than is on its way.
        await DrainAsync();
        return await SumUpAsync(result) with { Failure = _venue.Failure, WasInterrupted = cancellation.IsCancellationRequested };
    }

    private async Task<bool> EnterAsync(CancellationToken ending)
    {
        var entrances = _loops.Select((loop, i) => Entrance.Open(loop, _crowd.Members[i])).ToArray();
        var all = Task.WhenAll(entrances.Select(static entrance => entrance.Done));
        var expected = _crowd.Members.Sum(static members => members.Count);
        while (!all.IsCompleted && !ending.IsCancellationRequested)
        {
            await Task.WhenAny(all, Wait(Second, ending));
            _progress.Show($"{entrances.Sum(static entrance => entrance.Entered)} of {expected} are in");
        }

        return all.IsCompleted;
    }

    private async Task<LoadResult> MeasureAsync(CancellationToken ending)
    {
        StartPosting();
        await WatchAsync("warming up", TimeSpan.FromSeconds(_options.WarmUp), ending);
        SetMeasuring(true);
        var before = _meter.Read();
        await WatchAsync("measuring", TimeSpan.FromSeconds(_options.Seconds), ending);
        var after = _meter.Read();
        SetMeasuring(false);
        return new LoadResult
        {
            Time = Stopwatch.GetElapsedTime(before.At, after.At),
            Deliveries = after.Deliveries - before.Deliveries,
            Posts = after.Posts - before.Posts,
            ServerCpu = after.Cpu - before.Cpu,
            ServerMemory = ServerFigures.Read(_server)?.Memory,
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

    private void SetMeasuring(bool isMeasuring)
    {
        foreach (var tally in _crowd.Tallies)
        {
            tally.IsMeasuring = isMeasuring;
        }
    }

    /// <summary>Shows every second what goes on, until the time is over.</summary>
    private async Task WatchAsync(string what, TimeSpan time, CancellationToken ending)
    {
        var began = Stopwatch.GetTimestamp();
        var last = _meter.Read();
        var latencies = _meter.ReadLatencies();
        while (!ending.IsCancellationRequested && Stopwatch.GetElapsedTime(began) is var passed && passed < time)
        {
            await Wait(time - passed < Second ? time - passed : Second, ending);
            var now = _meter.Read();
            if (Stopwatch.GetElapsedTime(last.At, now.At) < Second / 2)
            {
                // The rest of a time that is no whole number of seconds says little.
                continue;
            }

            var since = _meter.ReadLatencies();
            ShowSecond(what, last, now, since.Since(latencies));
            (last, latencies) = (now, since);
        }
    }

    private void ShowSecond(string what, Meter.Reading last, Meter.Reading now, Latencies latencies)
    {
        var seconds = Stopwatch.GetElapsedTime(last.At, now.At).TotalSeconds;
        var cpu = now.Cpu - last.Cpu is { } used ? $", server {used.TotalSeconds / seconds:P0} CPU" : string.Empty;
        var slow = latencies.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $", p99 {Report.Microseconds(latencies.Percentile(99)):N0} µs") : string.Empty;
        _progress.Show(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {(now.Deliveries - last.Deliveries) / seconds:N0} deliveries/s, {(now.Posts - last.Posts) / seconds:N0} posts/s{slow}{cpu}, {_meter.Faults()}"));
    }

    /// <summary>Nothing is posted any more; waits until all that was acknowledged has come to everybody.</summary>
    private async Task DrainAsync()
    {
        await AtRoomsAsync(static room => room.Stop());
        await UntilAsync(DrainTime, async () => await IsAnsweredAsync() && await _crowd.AllAsync(static member => member.HasAll));
        await Wait(LateTime, CancellationToken.None);
    }

    private async Task<LoadResult> SumUpAsync(LoadResult result)
    {
        var unanswered = _crowd.Rooms.Select(static room => room.Home.AskAsync(() => room.Unanswered));
        result = result with { Unanswered = (await Task.WhenAll(unanswered)).Sum() };
        if (_venue.Failure is null)
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

    private async Task<bool> IsAnsweredAsync()
    {
        var answers = await Task.WhenAll(_crowd.Rooms.Select(static room => room.Home.AskAsync(() => room.Unanswered == 0)));
        return answers.All(static answer => answer);
    }

    private Task<bool[]> AtRoomsAsync(Action<Room> act) => Task.WhenAll(_crowd.Rooms.Select(room => room.Home.AskAsync(() =>
    {
        act(room);
        return true;
    })));

    /// <summary>Waits until something is so, a server that cannot be asked any more, or the time is over.</summary>
    private async Task UntilAsync(TimeSpan time, Func<Task<bool>> isSo)
    {
        var began = Stopwatch.GetTimestamp();
        while (_venue.Failure is null && !await isSo() && Stopwatch.GetElapsedTime(began) < time)
        {
            await Wait(Look, CancellationToken.None);
        }
    }

    /// <summary>Waits; not longer than until something ends the run.</summary>
    private static async Task Wait(TimeSpan time, CancellationToken ending) =>
        await Task.Delay(time, TimeProvider.System, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
