using System.Globalization;
using System.Text;
using Chat.Protocol.Names;

namespace Chat.Client.State;

/// <summary>Finds <c>@nick</c> in a text, compared as nicks compare.</summary>
internal static class Mention
{
    public static bool IsOf(string nick, string text) => Find(nick, text).Count > 0;

    /// <summary>Each <c>@nick</c> as it is spelled there.</summary>
    public static IReadOnlyList<string> Find(string nick, string text)
    {
        if (!text.Contains('@', StringComparison.Ordinal) || !Nick.TryParse(nick, out var ours))
        {
            return [];
        }

        List<string>? found = null;
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var end = at + 1;
            while (end < text.Length && Rune.TryGetRuneAt(text, end, out var rune) && IsNickRune(rune))
            {
                end += rune.Utf16SequenceLength;
            }

            if (Nick.TryParse(text[(at + 1)..end], out var named) && named.Matches(ours) && found?.Contains(text[at..end]) != true)
            {
                (found ??= []).Add(text[at..end]);
            }
        }

        return found ?? [];
    }

    private static bool IsNickRune(Rune rune) =>
        rune.Value is '-' or '_'
        || Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
