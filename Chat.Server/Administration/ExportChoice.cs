using System.Globalization;
using Chat.Protocol.Names;
using Chat.Server.Diagnostics;

namespace Chat.Server.Administration;

/// <summary>What an export is to hold.</summary>
/// <param name="Rooms">These rooms; all when there is none.</param>
/// <param name="HasConversations">Direct conversations, too.</param>
/// <param name="Since">Only events that are not older, Unix milliseconds; null for all.</param>
internal sealed record ExportChoice(IReadOnlyList<RoomName> Rooms, bool HasConversations, long? Since)
{
    private static readonly string[] TimeForms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.fffK"];

    /// <summary>Reads it as it is given on the command line.</summary>
    /// <exception cref="CommandException">It cannot be understood.</exception>
    public static ExportChoice Parse(IReadOnlyList<string> rooms, bool hasConversations, string? since)
    {
        var names = rooms.Select(static text => RoomName.TryParse(text, out var name)
            ? name
            : throw Misuse($"--room: '{Escape.Text(text, 80)}' is not the name of a room, such as '#lobby' (in quotes, for the shell)"));
        return new ExportChoice([.. names], hasConversations, since is null ? null : Time(since));
    }

    private static long Time(string text) =>
        DateTimeOffset.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeMilliseconds()
            : throw Misuse($"--since: '{Escape.Text(text, 80)}' is not a time, such as 2026-01-31 or 2026-01-31T18:00:00Z");

    private static CommandException Misuse(string message) => new(message) { IsMisuse = true };
}
