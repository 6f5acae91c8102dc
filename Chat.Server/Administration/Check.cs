using System.Globalization;
using Chat.Server.Diagnostics;
using Chat.Server.Log.Sqlite;
using Chat.Server.Log.Sqlite.Inspecting;

namespace Chat.Server.Administration;

/// <summary>Looks whether a store is sound, beside a running server or without one, and changes nothing.</summary>
internal sealed class Check
{
    private readonly Workplace _place;

    public Check(Workplace place)
    {
        _place = place;
    }

    /// <summary>Prints a line for each finding, then how much there is.</summary>
    /// <exception cref="StoreException">There is nothing to look at.</exception>
    public CommandOutcome Run(CancellationToken cancellation)
    {
        var files = _place.Files;
        using var index = IndexInspection.TryOpen(files.Index);
        using var snapshot = Snapshot.Open(files.Database, cancellation);
        var inspection = new Inspection(snapshot, _place.Progress.Report, cancellation);
        var isOurs = index is not null && index.Store == snapshot.Store;
        inspection.Run(isOurs ? index : null);
        _place.Progress.Clear();

        var findings = inspection.Findings;
        foreach (var line in findings.Lines)
        {
            Print(Escape.Text(line, 1000));
        }

        foreach (var (sort, count) in findings.More)
        {
            Print($"{sort}: and {count} more");
        }

        var tally = inspection.Tally;
        Print($"{files.Database}: {tally.Rooms} rooms, {tally.Conversations} conversations, {tally.Users} users; {tally.Events} events in {tally.Blocks} blocks, {tally.SystemEvents} system events");
        if (isOurs)
        {
            Print($"{files.Index}: keys up to block {index!.KeysUpTo}, words up to block {index.TextsUpTo}");
        }
        else
        {
            Print($"{files.Index}: none of this database; the server makes it at its start");
        }

        if (findings.Count == 0)
        {
            Print($"sound");
            return CommandOutcome.Done;
        }

        Print($"not sound: {findings.Count} findings");
        _place.Tell("the store is damaged: go back to a backup with 'chatd restore FILE', or ask with what was found; where only the index is concerned, stop the server and remove index.db");
        return CommandOutcome.Damaged;
    }

    private void Print(FormattableString text) => _place.Output.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private void Print(string text) => _place.Output.WriteLine(text);
}
