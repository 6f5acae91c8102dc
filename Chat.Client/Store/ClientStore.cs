using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Chat.Client.Store;

/// <summary>
/// The database of one identity, <c>chat.db</c> in its folder: what was typed and is not sent, where reading stopped, and a copy of what was
/// seen. Several programs of the identity may have it open at once. Any thread may use it.
/// </summary>
internal sealed class ClientStore : IDisposable
{
    public const string FileName = "chat.db";

    private const string LockName = "chat.db.lock";

    /// <summary>Left by whoever met damage, so that the next start looks for it everywhere.</summary>
    private const string SuspectName = "chat.db.suspect";

    private static readonly string[] Beside = ["-wal", "-shm"];

    private readonly DataFolder _folder;
    private readonly ProcessLife _life;
    private readonly ChatDatabase _typed;
    private readonly ChatDatabase _seen;

    private ClientStore(DataFolder folder, ProcessLife life, ChatDatabase typed, ChatDatabase seen, string? notice)
    {
        _folder = folder;
        _life = life;
        _typed = typed;
        _seen = seen;
        Notice = notice;
    }

    /// <summary>What a person should know about the opening; null when there is nothing.</summary>
    public string? Notice { get; }

    /// <summary>Opens the database of a folder. A damaged one is put aside, and what was typed and not sent is brought over from it.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public static async Task<ClientStore> OpenAsync(DataFolder folder, TimeProvider time, CancellationToken cancellationToken)
    {
        using var alone = await folder.LockAsync(LockName, time, cancellationToken);
        var path = folder[FileName];
        try
        {
            var life = ProcessLife.Begin(folder, Guid.CreateVersion7(time.GetUtcNow()));
            try
            {
                var notice = Inspect(folder, life, time);
                if (!File.Exists(path))
                {
                    Create(folder, path);
                }

                folder.RefuseOthers(FileName);
                return Open(folder, life, path, notice);
            }
            catch
            {
                life.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path} cannot be used: {exception.Message}", exception);
        }
    }

    /// <summary>What belongs to one server, and to this program.</summary>
    /// <param name="address">Under what the server is known: its host and port. Its key may change hands, and its logs have identities of their own.</param>
    /// <param name="time">What time it is.</param>
    /// <exception cref="StoreException">The database cannot be written.</exception>
    public ServerStore For(string address, TimeProvider time)
    {
        var server = _typed.Write(statements =>
        {
            statements.On("INSERT OR IGNORE INTO servers (address) VALUES (?)").Bind(1, address).Run();
            var find = statements.On("SELECT number FROM servers WHERE address = ?").Bind(1, address);
            find.Step();
            var number = find.Int64(0);
            find.Reset();
            return number;
        });
        return new ServerStore(_typed, _seen, server, _life.Id, id => ProcessLife.IsAlive(_folder, id), time);
    }

    public void Dispose()
    {
        _seen.Dispose();
        _typed.Dispose();
        _life.Dispose();
    }

    private static ClientStore Open(DataFolder folder, ProcessLife life, string path, string? notice)
    {
        var typed = ChatDatabase.Open(path, isDurable: true, Suspect);
        try
        {
            return new ClientStore(folder, life, typed, ChatDatabase.Open(path, isDurable: false, Suspect), notice);
        }
        catch
        {
            typed.Dispose();
            throw;
        }

        void Suspect() => folder.Write(SuspectName, "");
    }

    private static void Create(DataFolder folder, string path)
    {
        // A journal without its database would be taken for that of the new one.
        foreach (var beside in Beside.Select(suffix => path + suffix).Where(File.Exists))
        {
            File.Move(beside, $"{beside}.left", overwrite: true);
        }

        folder.Write(FileName, "");
    }

    /// <summary>Puts a damaged database aside.</summary>
    /// <returns>What a person should know; null when it is sound.</returns>
    private static string? Inspect(DataFolder folder, ProcessLife life, TimeProvider time)
    {
        var path = folder[FileName];
        var isSuspect = File.Exists(folder[SuspectName]);
        if (!File.Exists(path) || Damage(path, isSuspect) is not { } damage)
        {
            File.Delete(folder[SuspectName]);
            return null;
        }

        if (ProcessLife.IsAnyAlive(folder, life.Id))
        {
            throw new StoreException($"{path} is damaged ({damage}), and another chat still uses it. End that one; the next start then puts the file aside.");
        }

        var aside = $"{FileName}.damaged-{time.GetUtcNow().ToString("yyyyMMdd-HHmmssfff", CultureInfo.InvariantCulture)}";
        File.Move(path, folder[aside]);
        foreach (var suffix in Beside.Where(suffix => File.Exists(path + suffix)))
        {
            File.Move(path + suffix, folder[aside] + suffix);
        }

        Create(folder, path);
        var salvage = Salvage.Run(folder[aside], path);
        File.Delete(folder[SuspectName]);
        return $"{path} was damaged ({damage}). It is kept as {folder[aside]}, and a new one is begun. {salvage}";
    }

    private static string? Damage(string path, bool isSuspect)
    {
        try
        {
            using var connection = ChatDatabase.Connect(path);
            using var schema = new Statement(connection, "SELECT count(*) FROM sqlite_schema");
            schema.Run();
            using var outbox = new Statement(connection, isSuspect ? "PRAGMA quick_check(1)" : "PRAGMA user_version");
            return outbox.Step() && isSuspect && outbox.Text(0) is var found && found != "ok" ? found : null;
        }
        catch (SqliteException error) when (ChatDatabase.IsDamage(error))
        {
            return error.Message;
        }
    }
}
