namespace Chat.Server.Log.Sqlite;

/// <summary>From the file beside the database into the database, so that the file begins anew.</summary>
internal sealed partial class SqliteEventLog
{
    /// <summary>The file is copied into the database now and then once it has this size.</summary>
    private const long CheckpointBytes = 4 * 1024 * 1024;

    /// <summary>
    /// After so many pages of 4 KB it is to begin anew at once: where it has been written before, the disk is done with a commit in two thirds of the time that it takes where the file
    /// grows, because then the file system has something of its own to write.
    /// </summary>
    private const long PagesAtOnce = 4096;

    private readonly SemaphoreSlim _isFull = new(0);
    private long _pagesSeen;
    private Task _beginning = Task.CompletedTask;

    /// <summary>A commit is over. Belongs to whoever commits.</summary>
    private void Wrote(Writer writer)
    {
        var pages = writer.PagesWritten;
        if (pages - _pagesSeen >= PagesAtOnce && _isFull.CurrentCount == 0)
        {
            _pagesSeen = pages;
            _isFull.Release();
        }
    }

    private Task BeginAnewAsync(CancellationToken over) => TidyWheneverAsync(
        () => _isFull.WaitAsync(over),
        async () =>
        {
            // It begins anew only when nobody writes at the moment that all of it is copied. Under load that moment has to be made, and there should be little left to copy then.
            Checkpoint("PASSIVE");
            await WhileWritingAsync(() => Checkpoint("RESTART"), over);
        },
        over);

    /// <summary>Copies what is committed; commits go on meanwhile.</summary>
    private void CheckpointIfLarge()
    {
        if (new FileInfo(_files.Database + "-wal") is { Exists: true, Length: >= CheckpointBytes })
        {
            Checkpoint("PASSIVE");
        }
    }

    /// <returns>Whether all of it was done: nobody was in the way.</returns>
    private bool Checkpoint(string how) => Database.Number(_checkpoints!, $"PRAGMA wal_checkpoint({how})") == 0;
}
