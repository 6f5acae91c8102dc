using System.Globalization;
using Chat.Server.Log.Sqlite;
using Chat.Server.Log.Sqlite.Inspecting;

namespace Chat.Server.Administration;

/// <summary>
/// A database in the making that is to take the place of the server's, while no server runs: it holds the store's lock. Disposing of it without
/// <see cref="PutInPlace"/> leaves everything as it was.
/// </summary>
internal sealed class NextDatabase : IDisposable
{
    private readonly Workplace _place;
    private readonly StoreLock _lock;

    private NextDatabase(Workplace place, StoreLock held)
    {
        _place = place;
        _lock = held;
        Discard(); // What one that was killed has left.
    }

    /// <summary>Where it is made, in the data folder.</summary>
    public string Path => _place.Files.Database + ".next";

    /// <summary>Begins one; makes the data folder where there is none.</summary>
    /// <exception cref="StoreException">A server runs, or the folder cannot be written.</exception>
    public static NextDatabase Begin(Workplace place)
    {
        if (!OperatingSystem.IsWindows() && !Directory.Exists(place.Files.Folder))
        {
            Directory.CreateDirectory(place.Files.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return new NextDatabase(place, StoreLock.Take(place.Files));
    }

    /// <summary>Looks at everything in it.</summary>
    /// <param name="problem">How to begin the message when it is not sound.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="CommandException">It is not sound.</exception>
    public Tally Inspect(string problem, CancellationToken cancellation)
    {
        using var snapshot = Snapshot.Open(Path, cancellation);
        var inspection = new Inspection(snapshot, _place.Progress.Report, cancellation);
        inspection.Run();
        return inspection.Findings is { Count: > 0 and var count, Lines: [var first, ..] }
            ? throw new CommandException($"{problem}: {first}{(count > 1 ? $"; and {count - 1} more" : string.Empty)}") { IsDamage = true }
            : inspection.Tally;
    }

    /// <summary>Puts it, closed, in the place of the server's database, which is put aside. From here on nothing ends it.</summary>
    /// <param name="word">What was done, for the name of the one put aside.</param>
    /// <returns>Where that is; null when there was none.</returns>
    public string? PutInPlace(string word)
    {
        Disk.Sync(Path);
        var aside = Aside(word);
        return Replacement.Make(Path, _place.Files.Database, aside) ? aside : null;
    }

    public void Dispose()
    {
        Discard();
        _lock.Dispose();
    }

    private string Aside(string word)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{_place.Files.Database}.before-{word}-{_place.Time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}");
        var free = name;
        for (var number = 2; File.Exists(free) || StoreFiles.Beside(free).Any(File.Exists); number++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
        }

        return free;
    }

    private void Discard()
    {
        foreach (var file in StoreFiles.Beside(Path).Append(Path))
        {
            File.Delete(file);
        }
    }
}
