using System.Globalization;
using System.Text;
using Chat.Protocol.Names;

namespace Chat.Client.State;

/// <summary>Finds <c>@nick</c> in a text, compared as nicks compare.</summary>
internal static class Mention
{
    public static bool IsOf(string nick, string text)
    {
        if (!text.Contains('@', StringComparison.Ordinal) || !Nick.TryParse(nick, out var ours))
        {
            return false;
        }

        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var end = at + 1;
            while (end < text.Length && Rune.TryGetRuneAt(text, end, out var rune) && IsNickRune(rune))
            {
                end += rune.Utf16SequenceLength;
            }

            if (Nick.TryParse(text[(at + 1)..end], out var named) && named.Matches(ours))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNickRune(Rune rune) =>
        rune.Value is '-' or '_'
        || Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
