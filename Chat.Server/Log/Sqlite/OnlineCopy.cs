using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Chat.Server.Log.Sqlite;

/// <summary>Copies a database, as it was at one moment, into a file of its own: with SQLite's online backup, in steps.</summary>
internal static class OnlineCopy
{
    /// <summary>Pages in one step: a mebibyte or so, between two looks at whether to go on.</summary>
    private const int PagesAtOnce = 256;

    /// <summary>
    /// Copies. The snapshot's read transaction stands all the time, so that commits meanwhile do not make it begin anew. What is made is one file with mode
    /// 0600, synced to the disk, and not in WAL mode, so that nothing stands beside it.
    /// </summary>
    /// <param name="from">What to copy.</param>
    /// <param name="to">A file that does not exist. After an exception a part of it may.</param>
    /// <param name="progress">Is told how many pages are copied, and how many there are.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="SqliteException">It cannot be read or written.</exception>
    /// <exception cref="IOException">It cannot be made or synced.</exception>
    public static void Make(Snapshot from, string to, Action<long, long> progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Database.Create(to);
        using (var target = Database.OpenAlone(to))
        {
            Database.Execute(target, "PRAGMA journal_mode = OFF");
            Copy(from.Connection, target, progress, cancellation);
            Database.Execute(target, "PRAGMA journal_mode = DELETE");
        }

        Disk.Sync(to);
    }

    private static void Copy(SqliteConnection from, SqliteConnection to, Action<long, long> progress, CancellationToken cancellation)
    {
        using var backup = raw.sqlite3_backup_init(to.Handle!, "main", from.Handle!, "main");
        if (backup is null || backup.IsInvalid)
        {
            throw Failure(to, raw.sqlite3_errcode(to.Handle!));
        }

        int result;
        while ((result = raw.sqlite3_backup_step(backup, PagesAtOnce)) == raw.SQLITE_OK)
        {
            cancellation.ThrowIfCancellationRequested();
            long total = raw.sqlite3_backup_pagecount(backup);
            progress(total - raw.sqlite3_backup_remaining(backup), total);
        }

        if (result != raw.SQLITE_DONE)
        {
            throw Failure(to, result);
        }
    }

    private static SqliteException Failure(SqliteConnection to, int result) =>
        new($"SQLite: {raw.sqlite3_errstr(result & 0xff).utf8_to_string()} ({raw.sqlite3_extended_errcode(to.Handle!)})", result & 0xff, result);
}
