using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Chat.Client.Store;

/// <summary>
/// Brings over what cannot be fetched again from a database that is damaged: what was typed and not sent, and the sessions it was typed in.
/// Row by row, as far as they can be read.
/// </summary>
internal static class Salvage
{
    /// <summary>Runs it.</summary>
    /// <returns>What came of it, as a sentence.</returns>
    public static string Run(string from, string to)
    {
        ChatDatabase.Open(to, isDurable: true, static () => { }).Dispose();
        using var target = ChatDatabase.Connect(to);
        var isWhole = Copy(from, target, "servers", 2, out _);
        isWhole &= Copy(from, target, "processes", 6, out _);
        isWhole &= Copy(from, target, "outbox", 14, out var posts);
        isWhole &= Copy(from, target, "drafts", 3, out _);
        var messages = posts == 1 ? "1 message" : string.Create(CultureInfo.InvariantCulture, $"{posts} messages");
        return isWhole
            ? $"What was typed and not sent was brought over: {messages}."
            : $"Not all of what was typed and not sent could be read: {messages} were brought over. The file that is kept may hold more.";
    }

    private static bool Copy(string from, SqliteConnection target, string table, int columns, out long copied)
    {
        copied = 0;
        try
        {
            using var source = ChatDatabase.Connect(from);
            using var read = new Statement(source, $"SELECT * FROM {table}");
            using var write = new Statement(target, $"INSERT OR IGNORE INTO {table} VALUES ({string.Join(", ", Enumerable.Repeat("?", columns))})");
            while (read.Step())
            {
                for (var column = 0; column < columns; column++)
                {
                    write.Bind(column + 1, read, column);
                }

                write.Run();
                copied++;
            }

            return true;
        }
        catch (SqliteException error) when (error.SqliteErrorCode is not SQLitePCL.raw.SQLITE_FULL)
        {
            // As far as it could be read. What it says is in the sentence, and the file is kept.
            return false;
        }
    }
}
