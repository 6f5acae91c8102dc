using System.Diagnostics;
using Chat.Bench.Measuring;

namespace Chat.Bench.Load;

/// <summary>Lets time pass, and shows every second what goes on.</summary>
internal sealed class Watch
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Meter _meter;
    private readonly ProgressLine _progress;
    private readonly Func<Meter.Reading, Meter.Reading, Latencies, string> _describe;

    /// <param name="meter">What is read.</param>
    /// <param name="progress">Where it is shown.</param>
    /// <param name="describe">Says it, from two readings and the latencies between them.</param>
    public Watch(Meter meter, ProgressLine progress, Func<Meter.Reading, Meter.Reading, Latencies, string> describe)
    {
        _meter = meter;
        _progress = progress;
        _describe = describe;
    }

    /// <summary>Returns when the time is over or something ends the run.</summary>
    public async Task LookOnAsync(string what, TimeSpan time, CancellationToken ending)
    {
        var began = Stopwatch.GetTimestamp();
        var last = _meter.Read();
        var latencies = _meter.ReadLatencies();
        while (!ending.IsCancellationRequested && Stopwatch.GetElapsedTime(began) is var passed && passed < time)
        {
            await Scene.WaitAsync(time - passed < Second ? time - passed : Second, ending);
            var now = _meter.Read();
            if (Stopwatch.GetElapsedTime(last.At, now.At) < Second / 2)
            {
                // The rest of a time that is no whole number of seconds says little.
                continue;
            }

            var since = _meter.ReadLatencies();
            _progress.Show($"{what}: {_describe(last, now, since.Since(latencies))}");
            (last, latencies) = (now, since);
        }
    }
}
