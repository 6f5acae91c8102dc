using Chat.Server.Diagnostics;
using Microsoft.Data.Sqlite;
using Serilog;

namespace Chat.Server.Log.Sqlite;

/// <summary>
/// Brings keys and words into the index after the commit, in the order of commits, in a task of its own. Commits never wait for words; they wait for keys only when
/// <see cref="RecentKeys.Bound"/> are owed. What it writes it holds under <see cref="_writing"/>.
/// </summary>
internal sealed partial class Indexer : IAsyncDisposable
{
    /// <summary>Keys in one transaction: in a large and sorted batch a page is written for many of them.</summary>
    private const int KeysAtOnce = 20_000;

    /// <summary>Messages in one transaction: a search that waits sees progress, and others get the processor.</summary>
    private const int TextsAtOnce = 4_000;

    /// <summary>With so many keys that are not in the index there is load, as long as more come: so many come in a <see cref="Pause"/> of 2,000 messages a second.</summary>
    private const int BusyKeys = 100;

    /// <summary>How long it lets commits gather while nobody waits for it. When none has come for so long, load is over.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The same under load, when the processor is for those who talk: one step of words at a time, which is all there is up to some thousand messages a second.</summary>
    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private readonly StoreFiles _files;
    private readonly RecentKeys _recent;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly SemaphoreSlim _signal = new(0);
    private readonly SemaphoreSlim _hurry = new(0);
    private readonly Lock _gate = new();
    private readonly List<(long Block, TaskCompletionSource Reached)> _waiters = [];
    private CancellationTokenSource _stopping = new();
    private IndexDatabase? _index;
    private Reader? _reader;
    private Task _run = Task.CompletedTask;
    private Exception? _outage = Closed();
    private volatile bool _isSuspect;
    private long _committed;
    private long _keyCount;
    private long _textsUpTo;
    private long _lastCommit;

    public Indexer(StoreFiles files, RecentKeys recent, TimeProvider time, ILogger log)
    {
        _files = files;
        _recent = recent;
        _time = time;
        _log = log;
        Filter = new KeyFilter(0);
    }

    /// <summary>Excludes keys that are not in the index.</summary>
    public KeyFilter Filter { get; private set; }

    /// <summary>The index is damaged: it is made anew when the store is opened anew.</summary>
    public bool IsDamaged => _isSuspect || _index is { IsDamaged: true };

    /// <summary>The last block whose words can be found.</summary>
    public long TextsUpTo => Volatile.Read(ref _textsUpTo);

    /// <summary>Opens the index, brings all keys into it, and begins to look after it.</summary>
    /// <param name="store">The identity of the store.</param>
    /// <param name="last">The last block there is.</param>
    /// <exception cref="SqliteException">It cannot be opened now.</exception>
    public void Open(Guid store, long last)
    {
        Volatile.Write(ref _committed, last);
        if (!TryGoOn(store, last))
        {
            _index = IndexDatabase.Create(_files.Index, store);
            if (last > 0)
            {
                _log.IndexRebuilt(last);
            }

            CatchUpKeys(_index);
        }

        _isSuspect = false;
        _stopping = new CancellationTokenSource();
        lock (_gate)
        {
            Volatile.Write(ref _textsUpTo, _index!.TextsUpTo);
            _outage = null;
        }

        _run = Task.Run(() => RunAsync(_stopping.Token));
        _signal.Release();
    }

    /// <summary>Damage has been seen while reading from the index.</summary>
    public void Suspect() => _isSuspect = true;

    /// <summary>A block is committed.</summary>
    public void Committed(long block)
    {
        Volatile.Write(ref _committed, block);
        Volatile.Write(ref _lastCommit, _time.GetTimestamp());
        if (_signal.CurrentCount == 0)
        {
            _signal.Release();
        }

        if (_recent.IsFilling && _hurry.CurrentCount == 0)
        {
            _hurry.Release();
        }
    }

    /// <summary>Waits until the words of everything up to a block can be found.</summary>
    /// <exception cref="LogUnavailableException">The index is closed or cannot be written.</exception>
    public async Task ReachAsync(long block, CancellationToken cancellation)
    {
        if (TextsUpTo >= block)
        {
            return;
        }

        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_textsUpTo >= block)
            {
                return;
            }

            if (_outage is { } outage)
            {
                throw new LogUnavailableException(outage.Message, outage);
            }

            _waiters.Add((block, reached));
        }

        _signal.Release();
        _hurry.Release();
        try
        {
            await reached.Task.WaitAsync(cancellation);
        }
        finally
        {
            lock (_gate)
            {
                _waiters.RemoveAll(waiter => waiter.Reached == reached);
            }
        }
    }

    /// <summary>Brings keys into the index here and now: there are too many that are not.</summary>
    public Task CatchUpKeysAsync(CancellationToken cancellation) => WriteAsync(_ => IndexKeys(), cancellation);

    /// <summary>Does something to the index while the indexer does nothing.</summary>
    public async Task WriteAsync(Action<IndexDatabase> write, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            write(_index ?? throw Closed());
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Ends the work and closes the index.</summary>
    public async Task CloseAsync()
    {
        await _stopping.CancelAsync();
        await _run;
        Refuse(Closed());
        _isSuspect = IsDamaged;
        _reader?.Dispose();
        _index?.Dispose();
        (_reader, _index) = (null, null);
        Filter = new KeyFilter(0);
        _stopping.Dispose();
        _stopping = new CancellationTokenSource();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _stopping.Dispose();
    }

    private bool IsUrgent => IsAwaited || _recent.IsFilling;

    private bool IsAwaited
    {
        get
        {
            lock (_gate)
            {
                return _waiters.Count > 0;
            }
        }
    }

    /// <summary>Whether so much is said that what can wait should.</summary>
    private bool IsBusy => _recent.Count >= BusyKeys && _time.GetElapsedTime(Volatile.Read(ref _lastCommit)) < Pause;

    private async Task RunAsync(CancellationToken stopping)
    {
        var isFilled = false;
        try
        {
            while (true)
            {
                await _signal.WaitAsync(stopping);
                if (isFilled && !IsUrgent)
                {
                    await GatherAsync(stopping);
                }

                try
                {
                    if (!isFilled)
                    {
                        await WriteAsync(_ => FillFilter(stopping), stopping);
                        isFilled = true;
                    }

                    await CatchUpAsync(stopping);
                }
                catch (Exception failed) when (failed is not OperationCanceledException)
                {
                    // Whatever it is, the log is not touched by it: searches say that they cannot be answered, and it is tried again.
                    _log.IndexFailed(failed);
                    Refuse(failed);
                    await Task.Delay(Retry, _time, stopping);
                    _signal.Release();
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The store closes; what is not indexed is next time.
        }
    }

    /// <summary>Lets more commits come, unless somebody waits: one large step costs less than many small ones.</summary>
    private async Task GatherAsync(CancellationToken stopping)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(Task.Delay(IsBusy ? BusyPause : Pause, _time, over.Token), _hurry.WaitAsync(over.Token));
        await over.CancelAsync();
    }

    private async Task CatchUpAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            bool hasMore;
            await _writing.WaitAsync(stopping);
            try
            {
                hasMore = Advance();
            }
            finally
            {
                _writing.Release();
            }

            if (!hasMore)
            {
                return;
            }

            if (IsBusy && !IsUrgent)
            {
                _signal.Release(); // Later.
                return;
            }

            await Task.Yield();
        }
    }

    /// <summary>One step; true when there is more to do.</summary>
    private bool Advance()
    {
        var isHeldBack = IsBusy && !IsAwaited;
        if (!isHeldBack || _recent.IsFilling)
        {
            IndexKeys();
            if (isHeldBack)
            {
                return true;
            }
        }

        var end = Volatile.Read(ref _committed);
        if (_index!.TextsUpTo < end)
        {
            _reader!.At(reader =>
            {
                _index.Write(() => IndexTexts(reader.Blocks, end));
                return true;
            });
        }

        Tell();

        // A few keys that have come meanwhile wait for more; their commit has given the signal.
        return isHeldBack || _index.TextsUpTo < end || _recent.Count >= KeysAtOnce;
    }

    /// <summary>Takes the index that is there and brings all keys into it; false when there is none to go on with.</summary>
    private bool TryGoOn(Guid store, long last)
    {
        _index = _isSuspect ? null : IndexDatabase.TryOpen(_files.Index, store);
        try
        {
            // One that is ahead is of no use: the database has lost its last commits with the power, the index has not.
            if (_index is not null && Math.Max(_index.KeysUpTo, _index.TextsUpTo) <= last)
            {
                CatchUpKeys(_index);
                return true;
            }
        }
        catch (SqliteException) when (_index is { IsDamaged: true })
        {
            // It is made anew.
        }

        _reader?.Dispose();
        _index?.Dispose();
        return false;
    }

    private static LogUnavailableException Closed() => new("The index is not open.");

    /// <summary>Nobody waits any more, until it is better.</summary>
    private void Refuse(Exception outage)
    {
        lock (_gate)
        {
            _outage = outage;
            foreach (var (_, waiter) in _waiters)
            {
                waiter.TrySetException(new LogUnavailableException(outage.Message, outage));
            }
        }
    }

    private void Tell()
    {
        List<TaskCompletionSource> reached = [];
        lock (_gate)
        {
            Volatile.Write(ref _textsUpTo, _index!.TextsUpTo);
            _outage = null;
            foreach (var (block, waiter) in _waiters)
            {
                if (block <= _textsUpTo)
                {
                    reached.Add(waiter);
                }
            }
        }

        foreach (var waiter in reached)
        {
            waiter.TrySetResult();
        }
    }
}
