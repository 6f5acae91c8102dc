using Chat.Protocol.Search;
using Chat.Server.Log;
using Chat.Server.Log.Sqlite;
using Chat.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;
using Serilog.Core;

namespace Chat.Tests.Log.Sqlite;

/// <summary>
/// A durable store in a folder of its own. Its time stands still unless it is advanced, so that nothing is tidied but when a test says so. One test's thread.
/// </summary>
internal sealed class StoreBench : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Func<SqliteOptions, SqliteOptions> _change;
    private SqliteEventLog? _store;

    /// <param name="change">Options other than the usual: commits that need not survive a loss of power, and everything is kept.</param>
    public StoreBench(Func<SqliteOptions, SqliteOptions>? change = null)
    {
        _change = change ?? (static options => options);
        Files = new StoreFiles(_folder.Path);
    }

    public StoreFiles Files { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    /// <summary>The store that is open, or was to be.</summary>
    public SqliteEventLog Store => _store ?? throw new InvalidOperationException("The store is not open.");

    /// <summary>Everything that belongs to the store and is there, but what is made anew at every start.</summary>
    public IEnumerable<string> AllFiles => Directory.GetFiles(Files.Folder).Where(static file => !file.EndsWith("-shm", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Starts a server's part of it: a new object on the same files.</summary>
    public async Task<OpenedLog> OpenAsync()
    {
        await CloseAsync();
        _store = new SqliteEventLog(
            _change(new SqliteOptions(Files.Folder) { Durability = Durability.Normal }), Time, Logger.None);
        return await _store.OpenAsync(CancellationToken.None);
    }

    /// <summary>Stops it in good order.</summary>
    public async Task CloseAsync()
    {
        if (_store is { } store)
        {
            _store = null;
            await store.DisposeAsync();
        }
    }

    /// <summary>What a disk holds when the process ends at this moment, in another folder.</summary>
    public StoreBench Crash(Func<SqliteOptions, SqliteOptions>? change = null)
    {
        var copy = new StoreBench(change ?? _change);
        foreach (var file in AllFiles)
        {
            File.WriteAllBytes(copy._folder[Path.GetFileName(file)], ReadAll(file));
        }

        copy.Time.SetUtcNow(Time.GetUtcNow());
        return copy;
    }

    /// <summary>Appends what has to be stored.</summary>
    public async Task AppendAsync(LogBatch batch) =>
        Assert.That(await Store.AppendAsync(batch, CancellationToken.None), Has.Property(nameof(AppendResult.Outcome)).EqualTo(AppendOutcome.Committed));

    public Task AppendAsync(LogId log, params LogEvent[] events) => AppendAsync(new LogBatch([new LogAppend(log, events[0].Seq - 1, events)]));

    /// <summary>All events of a log that are kept.</summary>
    public async Task<IReadOnlyList<LogEvent>> ReadAsync(LogId log) =>
        (await Store.ReadAsync(new LogRead(log, 0, long.MaxValue, int.MaxValue, int.MaxValue, FromEnd: false), CancellationToken.None)).Events;

    public async Task<KeyedEvent?> FindKeyAsync(PostKey key) => await Store.FindKeyAsync(key, CancellationToken.None);

    /// <summary>What is found in all that these logs hold.</summary>
    public async Task<IReadOnlyList<(LogId Log, LogEvent Event)>> SearchAsync(string query, params IEnumerable<LogId> logs)
    {
        Assert.That(SearchQuery.TryParse(query, out var parsed), Is.True);
        var search = new LogSearch(parsed!, logs.ToDictionary(static log => log, static _ => long.MaxValue), null, int.MaxValue, int.MaxValue);
        return (await Store.SearchAsync(search, CancellationToken.None)).Events;
    }

    /// <summary>The bytes of every file.</summary>
    public Dictionary<string, byte[]> Bytes() => AllFiles.ToDictionary(static file => Path.GetFileName(file), ReadAll);

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Dispose();
    }

    private static byte[] ReadAll(string path)
    {
        // The lock of this process is none for itself.
        if (path.EndsWith(".lock", StringComparison.Ordinal))
        {
            return [];
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
