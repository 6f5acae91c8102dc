using Chat.Server.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Chat.Server.Log.Sqlite;

/// <summary>What is kept beside the logs.</summary>
internal sealed partial class SqliteEventLog
{
    /// <summary>Rows in one transaction: commits wait for it, so it ends within milliseconds.</summary>
    private const int MarksAtOnce = 256;

    public async ValueTask<bool> KeepAsync(KeptMarks marks, CancellationToken cancellation)
    {
        var (reads, sightings) = (marks.Reads.ToArray(), marks.Sightings.ToArray());
        for (var at = 0; at < Math.Max(reads.Length, sightings.Length); at += MarksAtOnce)
        {
            var (someReads, someSightings) = (PortionOf(reads, at), PortionOf(sightings, at));
            var isKept = await WhileWritingAsync(
                () => Keep(projection =>
                {
                    projection.Keep(someReads.AsSpan());
                    projection.Keep(someSightings.AsSpan());
                }),
                cancellation);
            if (!isKept)
            {
                return false;
            }
        }

        return true;
    }

    private static ArraySegment<T> PortionOf<T>(T[] all, int at)
    {
        var start = Math.Min(at, all.Length);
        return new ArraySegment<T>(all, start, Math.Min(MarksAtOnce, all.Length - start));
    }

    private bool Keep(Action<Projection> change)
    {
        if (_writer is not { } writer || _doubtfulAfter is not null)
        {
            return false;
        }

        try
        {
            writer.Keep(change);
            return true;
        }
        catch (CommitDoubtException doubt)
        {
            _log.StoreInDoubt(doubt);
            _doubtfulAfter = (writer.LastBlock, writer.SystemHead); // The next append has the store opened anew.
            return false;
        }
        catch (SqliteException refused)
        {
            _log.CommitFailed(refused.Message);
            return false;
        }
    }
}
