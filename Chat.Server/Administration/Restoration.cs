using System.Globalization;
using Chat.Server.Log.Sqlite;
using Microsoft.Data.Sqlite;

namespace Chat.Server.Administration;

/// <summary>
/// Puts a backup in the place of the database, while no server runs. Every log gets a new identity, so that no client takes what was said since the backup, which
/// is gone, for what is said from now on.
/// </summary>
internal sealed class Restoration
{
    private readonly Workplace _place;

    public Restoration(Workplace place)
    {
        _place = place;
    }

    /// <summary>Does it.</summary>
    /// <param name="path">The backup.</param>
    /// <param name="cancellation">Ends it, with nothing changed, up to the moment at which the files are exchanged.</param>
    /// <exception cref="CommandException">The backup cannot be used: it is damaged, of another program or of a newer server.</exception>
    /// <exception cref="StoreException">A server runs, or the data folder cannot be written.</exception>
    public CommandOutcome Run(string path, CancellationToken cancellation)
    {
        var backup = Path.GetFullPath(path);
        if (!File.Exists(backup))
        {
            throw new CommandException(Directory.Exists(backup) ? $"{backup} is a folder, not a backup" : $"there is no file {backup}");
        }

        if (backup == _place.Files.Database)
        {
            throw new CommandException($"{backup} is the database of the server itself; name a backup");
        }

        using var next = NextDatabase.Begin(_place);
        using (var source = Open(backup, cancellation))
        {
            OnlineCopy.Make(source, next.Path, (done, total) => _place.Progress.Report("pages", done, total), cancellation);
        }

        using (var connection = Database.OpenAlone(next.Path))
        {
            Migrations.Run(connection, backup);
        }

        var tally = next.Inspect($"{backup} is damaged and is not restored", cancellation);
        using (var connection = Database.OpenAlone(next.Path))
        {
            Renewal.Run(connection, _place.NewId, cancellation);
        }

        next.Inspect($"{backup} cannot be restored", cancellation);
        var aside = next.PutInPlace("restore");
        _place.Tell(string.Create(
            CultureInfo.InvariantCulture, $"restored {tally.Rooms} rooms, {tally.Conversations} conversations and {tally.Events} events; the server can be started"));
        if (aside is not null)
        {
            _place.Tell($"the database that was there is now {aside}; remove it when it is not wanted any more");
        }

        return CommandOutcome.Done;
    }

    private static Snapshot Open(string backup, CancellationToken cancellation)
    {
        try
        {
            return Snapshot.OpenAny(backup, cancellation, "take another backup");
        }
        catch (StoreException unusable)
        {
            throw new CommandException(unusable.Message, unusable) { IsDamage = unusable.IsDamage };
        }
        catch (SqliteException damaged) when (Database.IsDamage(damaged))
        {
            throw new CommandException($"{backup} is damaged ({damaged.Message}); take another backup", damaged) { IsDamage = true };
        }
    }
}
