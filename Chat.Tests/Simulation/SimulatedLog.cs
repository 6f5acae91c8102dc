using Chat.Server.Log;

namespace Chat.Tests.Simulation;

/// <summary>
/// A store behind weather: the seed decides when it is late, refuses, breaks, and is closed for a while. What it takes is written to the ledger,
/// and when it says so.
/// </summary>
internal class SimulatedLog : IEventLog
{
    private readonly World _world;
    private readonly List<StoredEvent> _untold = [];
    private int _closedOpens;
    private bool _isOpen = true;
    private bool _isAppending;

    public SimulatedLog(World world)
    {
        _world = world;
        Inner = world.Store;
    }

    public IEventLog Inner { get; }

    /// <summary>Users and rooms, as far as the store was told.</summary>
    public SystemState System { get; } = new();

    /// <summary>What becomes of the next append: drawn in advance, so that a look can be taken before it fails.</summary>
    public AppendFate NextFate { get; private set; }

    /// <summary>How many groups were stored.</summary>
    public long Groups { get; private set; }

    /// <summary>Whether no stored event is unknown to the server.</summary>
    public bool IsTold => _untold.Count == 0;

    protected Chronicle Chronicle => _world.Chronicle;

    private Profile Profile => _world.Profile;

    private Draw Draw => _world.Draw;

    public async ValueTask<OpenedLog> OpenAsync(CancellationToken cancellation)
    {
        await StallAsync(Profile.StoreStalls, cancellation);
        if (_closedOpens > 0)
        {
            _closedOpens--;
            throw new LogUnavailableException("The store is closed.");
        }

        _isOpen = true;
        var bounds = await Inner.OpenAsync(cancellation);
        Tell();
        Chronicle.Note("store", "open");
        return bounds;
    }

    public async ValueTask<AppendResult> AppendAsync(LogBatch batch, CancellationToken cancellation)
    {
        if (_isAppending || !_isOpen)
        {
            Chronicle.Fault("An append while another is under way or in doubt.");
        }

        _isAppending = true;
        var fate = _world.IsCalm ? AppendFate.Committed : NextFate;
        NextFate = NewFate();
        Chronicle.Note("store", Chronicle.IsTraced ? $"{fate}: {string.Join(", ", batch.Logs.Select(append => $"{append.Log.ToString()[..4]} {append.ExpectedHead}+{append.Events.Count}"))}" : null);
        var isLateToStore = Draw.Chance(0.5);
        if (isLateToStore)
        {
            await StallAsync(Profile.StoreStalls, cancellation);
        }

        var result = await DecideAsync(fate, batch, cancellation);
        if (!isLateToStore)
        {
            await StallAsync(Profile.StoreStalls, cancellation);
        }

        _isAppending = false;
        if (result.Outcome == AppendOutcome.InDoubt)
        {
            _isOpen = false;
            _closedOpens = Draw.Below(4);
            return fate is AppendFate.StoredInDoubt or AppendFate.LostInDoubt ? result : throw new IOException("The disk is gone.");
        }

        Tell();
        return result;
    }

    public ValueTask<bool> KeepAsync(KeptMarks marks, CancellationToken cancellation) =>
        !_world.IsCalm && Draw.Chance(Profile.CommitFails) ? ValueTask.FromResult(false) : Inner.KeepAsync(marks, cancellation);

    public async ValueTask<LogSlice> ReadAsync(LogRead read, CancellationToken cancellation) =>
        await LookAsync(() => Inner.ReadAsync(read, cancellation), cancellation);

    public async ValueTask<EventOrigin?> FindAsync(LogId log, long seq, CancellationToken cancellation) =>
        await LookAsync(() => Inner.FindAsync(log, seq, cancellation), cancellation);

    public virtual async ValueTask<KeyedEvent?> FindKeyAsync(PostKey key, CancellationToken cancellation)
    {
        var found = await LookAsync(() => Inner.FindKeyAsync(key, cancellation), cancellation);
        return Draw.Chance(Profile.KeysUnseen) ? null : found;
    }

    public ValueTask<StoredState> ReadStateAsync(CancellationToken cancellation) => Inner.ReadStateAsync(cancellation);

    public async ValueTask<LogHits> SearchAsync(LogSearch search, CancellationToken cancellation) =>
        await LookAsync(() => Inner.SearchAsync(search, cancellation), cancellation);

    public ValueTask DisposeAsync() => Inner.DisposeAsync();

    /// <summary>Gives a group to the store inside, and notes what it took and what it dropped for it.</summary>
    protected virtual async ValueTask<AppendResult> StoreAsync(LogBatch batch, CancellationToken cancellation)
    {
        var result = await Inner.AppendAsync(batch, cancellation);
        if (result.Outcome == AppendOutcome.Committed)
        {
            Record(batch, result);
        }
        else
        {
            Chronicle.Note("store", result.Outcome);
        }

        return result;
    }

    protected void Record(LogBatch batch, AppendResult result)
    {
        Groups++;
        var stamp = Chronicle.Next();
        _untold.AddRange(Chronicle.Ledger.Store(batch.Logs, stamp));
        foreach (var systemEvent in batch.System?.Events ?? [])
        {
            Record(systemEvent);
        }

        foreach (var bounds in result.Logs)
        {
            Chronicle.Ledger.Logs[bounds.Log].Evict(bounds.First, stamp);
        }
    }

    /// <summary>One change of users and rooms.</summary>
    protected virtual void Record(SystemEvent systemEvent)
    {
        Chronicle.Note("store", systemEvent);
        Chronicle.Registry.Take(systemEvent, Chronicle.Stamp);
        try
        {
            System.Apply(systemEvent);
        }
        catch (InvalidDataException misfit)
        {
            Chronicle.Fault(misfit.Message);
        }
    }

    /// <summary>From now on the server knows what is stored.</summary>
    private void Tell()
    {
        var stamp = Chronicle.Next();
        foreach (var stored in _untold)
        {
            stored.KnownAt = stamp;
        }

        _untold.Clear();
        Chronicle.Registry.Tell(stamp);
        foreach (var log in Chronicle.Ledger.Logs.Values)
        {
            log.TellFirst(stamp);
        }
    }

    private async ValueTask<AppendResult> DecideAsync(AppendFate fate, LogBatch batch, CancellationToken cancellation)
    {
        switch (fate)
        {
            case AppendFate.Full:
                return new AppendResult(AppendOutcome.Full);
            case AppendFate.Failed:
                return new AppendResult(AppendOutcome.Failed);
            case AppendFate.LostInDoubt or AppendFate.LostAndBroken:
                return new AppendResult(AppendOutcome.InDoubt);
            case AppendFate.StoredInDoubt or AppendFate.StoredAndBroken:
                await StoreAsync(batch, cancellation);
                return new AppendResult(AppendOutcome.InDoubt);
            default:
                return await StoreAsync(batch, cancellation);
        }
    }

    private AppendFate NewFate()
    {
        if (Draw.Chance(Profile.CommitFails))
        {
            return Draw.Pick(AppendFate.Full, AppendFate.Failed);
        }

        return Draw.Chance(Profile.CommitDoubts)
            ? Draw.Pick(AppendFate.StoredInDoubt, AppendFate.LostInDoubt, AppendFate.StoredAndBroken, AppendFate.LostAndBroken)
            : AppendFate.Committed;
    }

    /// <summary>Looks something up, sooner or later: what is stored meanwhile may be seen or not.</summary>
    private async ValueTask<T> LookAsync<T>(Func<ValueTask<T>> look, CancellationToken cancellation)
    {
        var isSoon = Draw.Chance(0.5);
        var found = isSoon ? await look() : default;
        await StallAsync(Profile.ReadStalls, cancellation);
        if (!_world.IsCalm && (Draw.Chance(Profile.ReadFails) || (!_isOpen && Draw.Chance(0.8))))
        {
            throw new LogUnavailableException("The store cannot be read.");
        }

        return isSoon ? found! : await look();
    }

    private ValueTask StallAsync(double share, CancellationToken cancellation) =>
        !_world.IsCalm && Draw.Chance(share) ? _world.Stalls.WaitAsync(cancellation) : ValueTask.CompletedTask;
}
