using Chat.Server.Delivery;
using Chat.Server.Diagnostics;
using Chat.Server.Log;
using Chat.Server.Sequencing.Commands;
using Serilog;

namespace Chat.Server.Sequencing;

/// <summary>
/// Has the store keep what stands beside the logs: a second after there is something, so at most once a second, and once more at the end. Idle otherwise.
/// </summary>
/// <remarks>What the store has refused is kept by whichever run is under way, of which there is one at most.</remarks>
internal sealed class MarkKeeping : IAsyncDisposable
{
    /// <summary>How long what is to be kept may wait, and with it how much of it a crash may take.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _over = new();
    private readonly CommitDriver _driver;
    private readonly IEventLog _log;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Throttle _refusals;
    private readonly Action<Exception> _fault;
    private readonly CancellationToken _stopping;
    private readonly Dictionary<(UserId, LogId), ReadMark> _refusedReads = [];
    private readonly Dictionary<DeviceId, DeviceSighting> _refusedSightings = [];
    private Task _run = Task.CompletedTask;
    private bool _isWanted;
    private bool _isRunning;
    private bool _isOver;

    public MarkKeeping(CommitDriver driver, LaneContext context, ILogger logger)
    {
        _driver = driver;
        _log = context.Log;
        _time = context.Time;
        _fault = context.Fault;
        _stopping = context.Stopping;
        _logger = logger;
        _refusals = new Throttle(context.Time);
    }

    /// <summary>There is something to be kept. On the driver's thread.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _isWanted = true;
            if (_isRunning || _isOver)
            {
                return;
            }

            _isRunning = true;
        }

        _run = RunAsync();
    }

    /// <summary>Has the store keep the last of it, if it takes that. When no session is left, and while the driver still runs.</summary>
    public async Task StopAsync()
    {
        lock (_gate)
        {
            _isOver = true;
        }

        EndWait();
        await _run;
        try
        {
            await KeepAsync();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The server gave up waiting for its store.
        }
    }

    /// <summary>Ends it without a last word.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isOver = true;
        }

        EndWait();
        await _run;
        _over.Dispose();
    }

    /// <summary>Ends the pause at once and here: what goes on after it goes on where the rest of the work is done.</summary>
    private void EndWait() => _over.Cancel();

    private async Task RunAsync()
    {
        try
        {
            do
            {
                await Task.Delay(Interval, _time, _over.Token);
                lock (_gate)
                {
                    _isWanted = false; // What comes from here on may be too late for this time.
                }
            }
            while (!await KeepAsync() || IsWantedAgain());
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested || _stopping.IsCancellationRequested)
        {
            // The server ends.
        }
        catch (Exception broken)
        {
            _fault(broken); // No store may do that.
        }
    }

    private bool IsWantedAgain()
    {
        lock (_gate)
        {
            return _isRunning = _isWanted;
        }
    }

    /// <returns>Whether nothing is left from before.</returns>
    private async Task<bool> KeepAsync()
    {
        var taken = new TaskCompletionSource<KeptMarks?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _driver.Submit(new TakeMarksCommand(taken));
        _driver.Kick();
        var decided = taken.OrStoppedAsync(_stopping);
        if (await Task.WhenAny(decided, _driver.Broken) != decided)
        {
            return true; // Nobody gives out anything any more.
        }

        if (await decided is not { } marks)
        {
            return false;
        }

        marks = new KeptMarks(Merge(_refusedReads, marks.Reads, static mark => (mark.User, mark.Room)), Merge(_refusedSightings, marks.Sightings, static sighting => sighting.Device));
        if (marks.IsEmpty || await _log.KeepAsync(marks, _stopping))
        {
            return true;
        }

        foreach (var read in marks.Reads)
        {
            _refusedReads.Add((read.User, read.Room), read);
        }

        foreach (var sighting in marks.Sightings)
        {
            _refusedSightings.Add(sighting.Device, sighting);
        }

        if (_refusals.TryPass(out var skipped))
        {
            _logger.MarksRefused(marks.Reads.Count + marks.Sightings.Count, skipped);
        }

        return false;
    }

    /// <summary>What was refused before and is no newer now, and what is new.</summary>
    private static List<T> Merge<TKey, T>(Dictionary<TKey, T> refused, IReadOnlyList<T> marks, Func<T, TKey> keyOf)
        where TKey : notnull
    {
        foreach (var mark in marks)
        {
            refused[keyOf(mark)] = mark;
        }

        List<T> merged = [.. refused.Values];
        refused.Clear();
        return merged;
    }
}
