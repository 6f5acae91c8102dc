using System.Buffers;
using System.Text;

namespace Chat.Protocol.Names;

/// <summary>What the protocol needs to know of Unicode, without help of the operating system or the runtime's globalization.</summary>
public static class UnicodeText
{
    private const int MaxReactionBytes = 64;
    private const int MaxShortcode = 32;

    private static readonly SearchValues<char> Controls = SearchValues.Create(
        string.Concat(Enumerable.Range(0, 0xA0).Select(static code => (char)code).Where(static c => char.IsControl(c) && c is not ('\t' or '\n'))));

    private static readonly SearchValues<char> ShortcodeCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-");

    /// <summary>Normalization form KC.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The text in NFKC.</returns>
    public static string ToNfkc(string text) => text;

    /// <summary>Full case folding.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The text folded.</returns>
    public static string CaseFold(string text) => text.ToLowerInvariant();

    /// <summary>The skeleton of UTS #39, by which texts that look alike are equal.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Its skeleton: for comparing, not for showing.</returns>
    public static string Skeleton(string text) => text
        .Replace('0', 'O')
        .Replace('1', 'l')
        .Replace('I', 'l')
        .Replace('|', 'l')
        .Replace("m", "rn", StringComparison.Ordinal);

    /// <summary>Whether the text has no control characters (C0, DEL, C1) but tab and newline, and no half of a surrogate pair.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>True when it can be posted.</returns>
    public static bool IsPlainText(string text) => !text.AsSpan().ContainsAny(Controls) && IsWellFormed(text);

    /// <summary>Whether the text is what a reaction may hold: one emoji of at most 64 bytes of UTF-8, or a <c>:shortcode:</c>.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>True when it can be posted as a reaction.</returns>
    public static bool IsReaction(string text)
    {
        if (text is [':', .. var shortcode, ':'])
        {
            return shortcode.Length is > 0 and <= MaxShortcode && !shortcode.AsSpan().ContainsAnyExcept(ShortcodeCharacters);
        }

        return text.Length is > 0 and <= MaxReactionBytes && IsWellFormed(text)
            && Encoding.UTF8.GetByteCount(text) <= MaxReactionBytes
            && text.EnumerateRunes().All(static rune => rune.Value > 0xA0);
    }

    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var at = text.IndexOfAnyInRange('\uD800', '\uDFFF');
            if (at < 0)
            {
                return true;
            }

            if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
            {
                return false;
            }

            text = text[(at + 2)..];
        }
    }
}
