using System.Globalization;
using Chat.Server.Log.Sqlite;
using Chat.Server.Log.Sqlite.Inspecting;

namespace Chat.Server.Administration;

/// <summary>Copies the database as it is at one moment, beside a running server or without one, into one file that is looked at before it is in its place.</summary>
internal sealed class Backup
{
    private readonly Workplace _place;

    public Backup(Workplace place)
    {
        _place = place;
    }

    /// <summary>Makes one.</summary>
    /// <param name="path">Where.</param>
    /// <param name="replaces">Whether it may take the place of another file.</param>
    /// <param name="cancellation">Ends it, with nothing left of it.</param>
    /// <exception cref="CommandException">It cannot be there, or it is not sound.</exception>
    /// <exception cref="StoreException">There is nothing to copy.</exception>
    public CommandOutcome Run(string path, bool replaces, CancellationToken cancellation)
    {
        using var file = NewFile.Begin(path, replaces, _place.Files, _place.NewId());
        using (var source = Snapshot.OpenAny(_place.Files.Database, cancellation))
        {
            OnlineCopy.Make(source, file.Temporary, (done, total) => _place.Progress.Report("pages", done, total), cancellation);
        }

        Verify(file.Temporary, cancellation);
        var bytes = new FileInfo(file.Temporary).Length;
        file.Complete();
        _place.Tell(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFullPath(path)} is a backup of {_place.Files.Database}, {bytes:N0} bytes, and can be read"));
        return CommandOutcome.Done;
    }

    /// <summary>What is damaged in the database is damaged in the copy: better to hear of it now than on the day when it is needed.</summary>
    private void Verify(string path, CancellationToken cancellation)
    {
        using var copy = Snapshot.OpenAny(path, cancellation);
        var inspection = new Inspection(copy, _place.Progress.Report, cancellation);
        inspection.RunQuickly();
        if (inspection.Findings.Lines is [var first, ..])
        {
            throw new CommandException($"no backup is made: the database is damaged ({first}); look with 'chatd check'") { IsDamage = true };
        }
    }
}
