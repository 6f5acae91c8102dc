using System.Globalization;
using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Client.State;

/// <summary>What a moderator did, in words that follow who did it.</summary>
internal static class ModerationWords
{
    /// <summary>Of an event's text: "action nick seconds reason", of which what is missing may be left out at the end or empty.</summary>
    public static DisplayText Of(string text)
    {
        var words = text.Split(' ', 4);
        var seconds = words.Length > 2 && long.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
        return Of(words[0], words.Length > 1 ? words[1] : "", seconds, words.Length > 3 ? words[3] : "") ?? DisplayText.Of(text);
    }

    /// <summary>Whether an event tells of an invitation: in the room, or in the conversation of the two.</summary>
    public static bool IsInvitation(in PageEvent happened) =>
        happened.Kind == EventKind.Moderation && happened.Text.StartsWith("invite ", StringComparison.Ordinal);

    /// <summary>The room that an event tells of an invitation to, as it does in the conversation of the two; null when it is something else.</summary>
    public static string? InvitedTo(in PageEvent happened) =>
        happened.Kind == EventKind.Moderation && happened.Text.Split(' ', 4) is ["invite", _, _, ['#', ..] room] && !room.Contains(' ') ? room : null;

    /// <summary>
    /// What became of one's rights on the whole server, as one's notebook tells it, in words that follow who says so; null when it is something else.
    /// </summary>
    /// <param name="happened">The event.</param>
    /// <param name="isOwn">It is told in one's own name: nobody here did it, but who runs the server.</param>
    public static DisplayText? OfRights(in PageEvent happened, bool isOwn)
    {
        if (happened.Kind != EventKind.Moderation || happened.Text.Split(' ', 4) is not [("moderator" or "member") and var role, _, _, .. var rest])
        {
            return null;
        }

        var what = (role, isOwn) switch
        {
            ("moderator", true) => DisplayText.Literal("is an operator of this server now"),
            ("moderator", false) => DisplayText.Literal("made you an operator of this server"),
            (_, true) => DisplayText.Literal("is no operator of this server any more"),
            (_, false) => DisplayText.Literal("took your rights as an operator of this server"),
        };
        return rest is [var reason] ? DisplayText.Format($"{what}: {reason}") : what;
    }

    /// <summary>Of an action by its name; null when it is none that is known.</summary>
    /// <param name="action">As the protocol names it.</param>
    /// <param name="nick">Whom it is about; empty for nobody.</param>
    /// <param name="seconds">For how long; 0 for good.</param>
    /// <param name="reason">Why; empty when nobody says.</param>
    public static DisplayText? Of(string action, string nick, long seconds, string? reason)
    {
        var during = seconds > 0 ? DisplayText.Format($" for {Duration.InWords(seconds)}") : DisplayText.Literal(" for good");
        var done = action switch
        {
            "kick" => DisplayText.Format($"removed {nick}"),
            "ban" => DisplayText.Format($"banned {nick}{during}"),
            "unban" => DisplayText.Format($"lifted the ban on {nick}"),
            "mute" => DisplayText.Format($"muted {nick}{during}"),
            "unmute" => DisplayText.Format($"let {nick} speak again"),
            "moderator" => DisplayText.Format($"made {nick} a moderator"),
            "member" => DisplayText.Format($"made {nick} an ordinary member"),
            "owner" => DisplayText.Format($"made {nick} the owner"),
            "invite" => DisplayText.Format($"invited {nick}"),
            "private" => DisplayText.Literal("made the room private"),
            "public" => DisplayText.Literal("made the room public"),
            _ => default,
        };
        return done.IsEmpty ? null : string.IsNullOrEmpty(reason) ? done : DisplayText.Format($"{done}: {reason}");
    }
}
