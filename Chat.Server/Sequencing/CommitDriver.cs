using Chat.Protocol;
using Chat.Server.Delivery;
using Chat.Server.Diagnostics;
using Chat.Server.Log;
using Chat.Server.Sequencing.Commands;
using Serilog;

namespace Chat.Server.Sequencing;

/// <summary>
/// Runs the turns in groups: whatever came in while the last commit was running is the next group; one group is one append. Only when
/// the store has it do answers and events leave. A group that the store refuses is taken back, unless nothing in it was promised to be stored: what else changes of
/// users and rooms is carried to the next one.
/// </summary>
/// <remarks>One thread at a time owns it: whoever finds it idle when he calls <see cref="Kick"/>, or else the scheduler.</remarks>
internal sealed class CommitDriver : IThreadPoolWorkItem, IDisposable
{
    /// <summary>A group is closed when it has so many turns.</summary>
    private const int GroupTurns = 2_048;

    /// <summary>The same when its texts come to so many characters.</summary>
    private const int GroupText = 512 * 1024;

    /// <summary>Groups run in line before the thread that kicked is given back, if there are more.</summary>
    private const int GroupsInLine = 64;

    private readonly CommandQueue _incoming;
    private readonly GroupEncoder _encoder = new();
    private readonly Sequencer _sequencer;
    private readonly PrepareWindow _window;
    private readonly CertainLog _log;
    private readonly Lanes _lanes;
    private readonly LaneContext _context;
    private readonly ILogger _logger;
    private readonly Throttle _refusals;
    private readonly CommitPace _pace;
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _run = Task.CompletedTask;
    private Group? _undelivered;
    private long _committedGroups;
    private volatile bool _isBroken;
    private int _isOwned;

    public CommitDriver(Sequencer sequencer, PrepareWindow window, Lanes lanes, LaneContext context, ILogger logger)
    {
        _incoming = new CommandQueue(context.Log);
        _sequencer = sequencer;
        _window = window;
        _log = new CertainLog(context, logger);
        _lanes = lanes;
        _context = context;
        _logger = logger;
        _refusals = new Throttle(context.Time);
        _pace = new CommitPace(context.Time, Environment.ProcessorCount);
    }

    /// <summary>Ends when it has failed: from then on no command has its turn.</summary>
    public Task Broken => _broken.Task;

    /// <summary>Puts a command in line. It has its turn after a <see cref="Kick"/>.</summary>
    public void Submit(Command command)
    {
        ThreadBatch.Add();
        _incoming.Enqueue(command);
    }

    /// <summary>Has the commands in line taken care of: right here when nobody else is at it. Returns when that would mean waiting for the store.</summary>
    public void Kick()
    {
        if (!ThreadBatch.HoldsBack() && Interlocked.Exchange(ref _isOwned, 1) == 0)
        {
            Run();
        }
    }

    /// <summary>Has all that this thread submits from here on take one turn together, at <see cref="EndBatch"/>.</summary>
    public static void BeginBatch() => ThreadBatch.Begin();

    /// <summary>
    /// Takes care of what was submitted since <see cref="BeginBatch"/>: right here where the store is quick, and else on another thread, because this
    /// one has others to read from while the disk works.
    /// </summary>
    public void EndBatch()
    {
        if (ThreadBatch.End(out var commands) && Interlocked.Exchange(ref _isOwned, 1) == 0)
        {
            if (_context.Log.AppendsAtOnce)
            {
                Run();
            }
            else if (_pace.AllowsInLine(commands))
            {
                Run(groupsInLine: 1);
            }
            else
            {
                _context.Scheduler.Schedule(this);
            }
        }
    }

    /// <summary>Ends a batch that is large enough, and begins another one. Between two things that are brought in.</summary>
    public void CutBatch()
    {
        if (ThreadBatch.IsLarge)
        {
            EndBatch();
            BeginBatch();
        }
    }

    void IThreadPoolWorkItem.Execute() => Run();

    /// <summary>Ends with the group in flight. Only when nobody submits any more.</summary>
    public async Task StopAsync()
    {
        while (Volatile.Read(ref _isOwned) == 1 && !_isBroken && !_context.Stopping.IsCancellationRequested)
        {
            await _run;
            await Task.Yield();
        }
    }

    public void Dispose() => _encoder.Dispose();

    private void Run(int groupsInLine = GroupsInLine)
    {
        var run = RunAsync(groupsInLine);
        if (!run.IsCompleted)
        {
            _run = run; // One that is over already must not hide another that is not.
        }
    }

    private async Task RunAsync(int groupsInLine)
    {
        try
        {
            do
            {
                for (var groups = 1; Decide() is { } group; groups++)
                {
                    await CommitAsync(group);
                    if (groups >= groupsInLine && !_incoming.IsEmpty)
                    {
                        Deliver();
                        _context.Scheduler.Schedule(this);
                        return;
                    }
                }

                Interlocked.Exchange(ref _isOwned, 0);
            }
            while (!_incoming.IsEmpty && Interlocked.Exchange(ref _isOwned, 1) == 0);
        }
        catch (OperationCanceledException) when (_context.Stopping.IsCancellationRequested)
        {
            // The server gave up waiting for its store. Nobody was told that the group is stored.
        }
        catch (Exception broken)
        {
            // The state is not to be trusted any more: the driver stays owned, nothing is acknowledged from here on, and the server ends.
            _isBroken = true;
            _broken.TrySetResult();
            _context.Fault(broken);
        }
    }

    private long Now => _context.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private Group? Decide()
    {
        if (_incoming.IsEmpty)
        {
            return null;
        }

        var group = _sequencer.Begin(Now, _window.Floor, Math.Min(_incoming.Count, GroupTurns));
        while (group.Turns.Count < GroupTurns && group.TextBytes < GroupText && _incoming.TryTake(out var commands))
        {
            foreach (var command in commands)
            {
                _sequencer.Apply(command, group);
            }
        }

        return group;
    }

    /// <summary>Commits a group. It is delivered when there is nothing more to commit, or while the next one is committed.</summary>
    private async ValueTask CommitAsync(Group group)
    {
        var isRefused = false;
        while (_sequencer.BatchOf(group) is { } batch)
        {
            if (isRefused && !group.IsPromised)
            {
                _sequencer.Carry(group); // Not again at once: nobody waits for it.
                break;
            }

            var result = await AppendAsync(batch);
            if (result.Outcome == AppendOutcome.Committed)
            {
                _sequencer.Committed(batch, result);
                _window.Advance(++_committedGroups);
                break;
            }

            if (!group.IsPromised)
            {
                if (SkippedBefore(result) is { } skipped)
                {
                    _logger.ChangesRefused(result.Outcome.ToString(), batch.System!.Events.Count, skipped);
                }

                _sequencer.Carry(group);
                break;
            }

            isRefused = result.Outcome is AppendOutcome.Full or AppendOutcome.Failed;
            group = TakeBack(group, result);
        }

        Deliver(); // Before one with nothing to store, which has not waited for anything.
        Settle(group);
        _undelivered = group;
        if (_context.Log.AppendsAtOnce || _incoming.IsEmpty)
        {
            Deliver();
        }
    }

    /// <summary>Has the store take a batch: here, or, when there is a group to deliver meanwhile, on another thread.</summary>
    private async ValueTask<AppendResult> AppendAsync(LogBatch batch)
    {
        if (_undelivered is null)
        {
            var began = _context.Time.GetTimestamp();
            var alone = _log.AppendAsync(batch);
            if (alone.IsCompleted)
            {
                _pace.Committed(began); // Otherwise it waits for something, and this thread does not.
            }

            return await alone;
        }

        var append = new PendingAppend(_log, batch);
        _context.Scheduler.Schedule(append);
        Deliver();
        return await append.Result;
    }

    /// <summary>Delivers the group that is committed and not delivered yet, if there is one.</summary>
    private void Deliver()
    {
        if (_undelivered is { } group)
        {
            _undelivered = null;
            _lanes.Deliver(_encoder.Encode(group.Outputs));
        }
    }

    /// <summary>
    /// Takes a group back. Its commands have their turns again in the same order, so that each finds what came of those before it; the ones whose
    /// events the store has refused are answered so.
    /// </summary>
    private Group TakeBack(Group group, AppendResult result)
    {
        _sequencer.Undo(group);
        var refusal = RefusalOf(group, result);
        var again = _sequencer.Begin(Now, _window.Floor, group.Turns.Count);
        foreach (var turn in group.Turns)
        {
            if ((turn.Refusal ?? (turn.IsPromised ? refusal : null)) is { } code)
            {
                _sequencer.Fail(turn.Command, code, again);
            }
            else
            {
                _sequencer.Apply(turn.Command, again);
            }
        }

        return again;
    }

    /// <summary>The error code for those whose events are not stored; null when they are only to be decided anew.</summary>
    private string? RefusalOf(Group group, AppendResult result)
    {
        if (result.Outcome == AppendOutcome.Duplicate && result.Duplicates.Count > 0)
        {
            _sequencer.Learn(result.Duplicates);
            return null;
        }

        if (SkippedBefore(result) is { } skipped)
        {
            _logger.CommitRefused(result.Outcome.ToString(), group.EventCount, skipped);
        }

        return result.Outcome == AppendOutcome.Full ? ErrorCodes.StorageFull : ErrorCodes.Unavailable;
    }

    /// <summary>How many refusals before this one were not logged; null when this one is not to be either. What is no refusal ends the server.</summary>
    private long? SkippedBefore(AppendResult result) => result.Outcome switch
    {
        AppendOutcome.Full or AppendOutcome.Failed => _refusals.TryPass(out var skipped) ? skipped : null,
        AppendOutcome.Moved => throw new InvalidOperationException("Another server writes to this store. One store serves one server."),
        _ => throw new InvalidOperationException($"The store says {result.Outcome} and does not say of what."),
    };

    /// <summary>Ends a group that is committed, before another one is decided. All but its delivery, which looks at nothing that changes.</summary>
    private static void Settle(Group group)
    {
        group.Close();
        foreach (var continuation in group.Continuations)
        {
            continuation();
        }

        foreach (var (command, _, _) in group.Turns)
        {
            command.Pin?.Release();
        }
    }
}
