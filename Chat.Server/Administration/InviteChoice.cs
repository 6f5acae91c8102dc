using System.Globalization;
using Chat.Protocol.Names;
using Chat.Server.Diagnostics;

namespace Chat.Server.Administration;

/// <summary>What an invitation is to be good for.</summary>
/// <param name="Room">The room it leads into; null for none.</param>
/// <param name="Uses">For how many people.</param>
/// <param name="Lifetime">For how long; null for as long as it has uses left.</param>
internal sealed record InviteChoice(RoomName? Room, int Uses, TimeSpan? Lifetime)
{
    public const int MostUses = 10_000;

    private const string Never = "never";

    private static readonly TimeSpan ByDefault = TimeSpan.FromDays(7);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3_650);

    /// <summary>Reads it as it is given on the command line.</summary>
    /// <exception cref="CommandException">It cannot be understood.</exception>
    public static InviteChoice Parse(string? room, string? uses, string? expires) => new(
        room is null ? null : RoomName.TryParse(room, out var name) ? name : throw Misuse($"--room: '{Escape.Text(room, 80)}' is not the name of a room, such as '#lobby' (in quotes, for the shell)"),
        uses is null ? 1 : Number(uses) is >= 1 and <= MostUses and var number ? number : throw Misuse($"--uses: '{Escape.Text(uses, 80)}' is not a number from 1 to {MostUses}"),
        expires is null ? ByDefault : expires == Never ? null : Span(expires) ?? throw Misuse($"--expires: '{Escape.Text(expires, 80)}' is neither a time such as 7d, 12h or 30m, up to 3650d, nor '{Never}'"));

    private static TimeSpan? Span(string text)
    {
        var unit = text is [.., var last] ? last switch { 'd' => TimeSpan.FromDays(1), 'h' => TimeSpan.FromHours(1), 'm' => TimeSpan.FromMinutes(1), _ => TimeSpan.Zero } : TimeSpan.Zero;
        return unit > TimeSpan.Zero && Number(text[..^1]) is >= 1 and var number && number <= Longest / unit ? number * unit : null;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static CommandException Misuse(string message) => new(message) { IsMisuse = true };
}
