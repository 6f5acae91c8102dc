using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Chat.Server.Log.Sqlite;

/// <summary>
/// A few connections that read, each used by one thread at a time on the thread pool: whoever asks never waits in a lock or for the disk. Any thread.
/// </summary>
internal sealed class ReaderPool : IDisposable
{
    private const int Size = 4;

    private readonly SemaphoreSlim _places = new(Size);
    private readonly ConcurrentBag<Reader> _idle = [];
    private readonly StoreFiles _files;
    private readonly Action _suspect;
    private volatile bool _isOpen;

    /// <param name="files">What to read.</param>
    /// <param name="suspect">Is called when the index turns out to be damaged.</param>
    public ReaderPool(StoreFiles files, Action suspect)
    {
        _files = files;
        _suspect = suspect;
    }

    /// <summary>Reads on one moment of the database.</summary>
    /// <exception cref="LogUnavailableException">It cannot be read now.</exception>
    public async ValueTask<T> ReadAsync<T>(Func<Reader, T> read, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => Use(read), cancellation);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Open() => _isOpen = true;

    /// <summary>Waits for the reads under way and closes all connections.</summary>
    public async Task CloseAsync()
    {
        _isOpen = false;
        for (var i = 0; i < Size; i++)
        {
            await _places.WaitAsync();
        }

        Clear();
        _places.Release(Size);
    }

    public void Dispose() => Clear();

    private T Use<T>(Func<Reader, T> read)
    {
        if (!_isOpen)
        {
            throw new LogUnavailableException("The store is not open.");
        }

        Reader? reader = null;
        try
        {
            reader = _idle.TryTake(out var idle) ? idle : new Reader(_files, _suspect);
            var result = reader.At(read);
            _idle.Add(reader);
            return result;
        }
        catch (Exception failed)
        {
            reader?.Dispose();
            if (failed is SqliteException or InvalidDataException)
            {
                throw new LogUnavailableException(failed.Message, failed);
            }

            throw;
        }
    }

    private void Clear()
    {
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }
}
