using System.Globalization;
using Chat.Server.Log.Sqlite;

namespace Chat.Server.Administration;

/// <summary>
/// Adds the rooms of an export, all or nothing, while no server runs: it is done to a copy of the database, which then takes its place.
/// </summary>
internal sealed class Import
{
    private const string StandardInput = "-";

    private readonly Workplace _place;

    public Import(Workplace place)
    {
        _place = place;
    }

    /// <summary>Does it.</summary>
    /// <param name="path">The export; <c>-</c> for standard input.</param>
    /// <param name="cancellation">Ends it, with nothing changed, up to the moment at which the files are exchanged.</param>
    /// <exception cref="CommandException">The export cannot be used.</exception>
    /// <exception cref="StoreException">A server runs, or the present database cannot be used.</exception>
    public CommandOutcome Run(string path, CancellationToken cancellation)
    {
        var name = path == StandardInput ? "standard input" : Path.GetFullPath(path);
        if (path != StandardInput && !File.Exists(name))
        {
            throw new CommandException(Directory.Exists(name) ? $"{name} is a folder, not an export" : $"there is no file {name}");
        }

        using var next = NextDatabase.Begin(_place);
        Prepare(next, cancellation);
        var run = Load(next, name, path == StandardInput ? _place.OpenInput : () => File.OpenRead(name), cancellation);
        next.Inspect("nothing is imported, for the database would not be sound", cancellation);
        var aside = next.PutInPlace("import");
        _place.Tell(string.Create(CultureInfo.InvariantCulture, $"imported {run.Rooms} rooms with {run.Events} events of {run.Users} users; the server can be started"));
        if (aside is not null)
        {
            _place.Tell($"the database as it was before is now {aside}; remove it when it is not wanted any more");
        }

        return CommandOutcome.Done;
    }

    /// <summary>A copy of what is there; a new database where there is none.</summary>
    private void Prepare(NextDatabase next, CancellationToken cancellation)
    {
        var present = _place.Files.Database;
        DatabaseFile.Check(present);
        if (new FileInfo(present) is { Exists: true, Length: > 0 })
        {
            using var source = Snapshot.OpenAny(present, cancellation);
            OnlineCopy.Make(source, next.Path, (done, total) => _place.Progress.Report("pages", done, total), cancellation);
        }
        else
        {
            Database.Create(next.Path);
        }

        using var connection = Database.OpenAlone(next.Path);
        Migrations.Run(connection, present);
    }

    private ImportRun Load(NextDatabase next, string name, Func<Stream> open, CancellationToken cancellation)
    {
        using var stream = open();
        using var connection = Database.OpenAlone(next.Path);
        var present = StateTables.Read(connection);
        using var loading = new Loading(connection);
        var run = new ImportRun(loading, present, _place.NewId, _place.Time.GetUtcNow().ToUnixTimeMilliseconds());
        var lines = new LineReader(stream);
        try
        {
            while (lines.TryRead(out var line))
            {
                cancellation.ThrowIfCancellationRequested();
                run.Take(line);
                _place.Progress.Report("events", run.Events, 0);
            }

            run.End();
            return run;
        }
        catch (ImportException wrong)
        {
            throw new CommandException(
                string.Create(CultureInfo.InvariantCulture, $"{name}, line {lines.Number}: {wrong.Message}; nothing is imported"), wrong)
            { IsDamage = true };
        }
    }
}
