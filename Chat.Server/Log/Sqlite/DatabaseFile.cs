using System.Buffers.Binary;

namespace Chat.Server.Log.Sqlite;

/// <summary>What can be seen of a database's file before it is opened: SQLite would take an empty or a cut one for a new or a shorter one.</summary>
internal static class DatabaseFile
{
    /// <summary>What helps against damage.</summary>
    public const string GoBack = "go back to a backup with 'chatd restore FILE'";

    private const int HeaderBytes = 100;

    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    /// <summary>Whether something stands beside the database that is not in it yet.</summary>
    public static bool HasWal(string path) => new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };

    /// <summary>Accepts a file that is missing together with all that belongs to it, and one that is as long as it says.</summary>
    /// <param name="path">The database.</param>
    /// <param name="remedy">What to do when it is damaged.</param>
    /// <exception cref="StoreException">It is damaged, or only a part of it is there.</exception>
    public static void Check(string path, string remedy = GoBack)
    {
        var wal = path + "-wal";
        var hasWal = HasWal(path);
        if (!File.Exists(path))
        {
            if (hasWal)
            {
                throw new StoreException($"{path} is missing, but {wal} is there; bring the database back, or move that file away to begin with nothing") { IsDamage = true };
            }

            return;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (file.Length == 0)
        {
            // Made, and never written: a first start that was broken off. SQLite would delete what stands beside it.
            if (hasWal)
            {
                throw new StoreException($"{path} is empty, but {wal} is there; {remedy}") { IsDamage = true };
            }

            return;
        }

        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes || !header[..Magic.Length].SequenceEqual(Magic))
        {
            throw new StoreException($"{path} is no database, or its beginning is destroyed; {remedy}") { IsDamage = true };
        }

        var pageSize = BinaryPrimitives.ReadUInt16BigEndian(header[16..]) is var size && size == 1 ? 65_536L : size;
        var pages = BinaryPrimitives.ReadUInt32BigEndian(header[28..]);
        if (!hasWal && file.Length < pageSize * pages)
        {
            throw new StoreException($"{path} has been cut: {file.Length} bytes of {pageSize * pages} are there; {remedy}") { IsDamage = true };
        }
    }
}
