using System.Buffers;
using System.Text;
using Chat.Protocol.Names.Unicode;

namespace Chat.Protocol.Names;

/// <summary>What the protocol needs to know of Unicode, without help of the operating system or the runtime's globalization.</summary>
public static class UnicodeText
{
    private const int MaxReactionBytes = 64;
    private const int MaxShortcode = 32;

    private static readonly SearchValues<char> ShortcodeCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-");

    /// <summary>What most texts are made of.</summary>
    private static readonly SearchValues<char> PlainAscii =
        SearchValues.Create([.. Enumerable.Range(0, 128).Select(static code => (char)code).Where(static c => c is '\t' or '\n' || !char.IsControl(c))]);

    /// <summary>The version of Unicode that names, normalization, case and emoji follow.</summary>
    public static string Version => UnicodeTables.Version;

    /// <summary>Normalization form KC (UAX #15). Time and memory are in proportion to the text's length; a character becomes 18 at most.</summary>
    /// <param name="text">Any text; halves of surrogate pairs stay as they are.</param>
    /// <returns>The text in NFKC.</returns>
    public static string ToNfkc(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        using var codes = new CodePoints(text.Length);
        using var normalized = new CodePoints(text.Length);
        codes.Add(text);
        Normalizer.ToNfkc(codes.Span, normalized);
        return normalized.ToString(text);
    }

    /// <summary>Full case folding, of no language in particular; a character becomes 3 at most. The result need not be normalized even if the text was.</summary>
    /// <param name="text">Any text; halves of surrogate pairs stay as they are.</param>
    /// <returns>The text folded.</returns>
    public static string CaseFold(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        using var codes = new CodePoints(text.Length);
        using var folded = new CodePoints(text.Length);
        codes.Add(text);
        CaseFolding.Fold(codes.Span, folded);
        return folded.ToString(text);
    }

    /// <summary>The skeleton of UTS #39, by which texts that look alike are equal. Time and memory are in proportion to the text's length.</summary>
    /// <param name="text">Any text; halves of surrogate pairs stay as they are.</param>
    /// <returns>Its skeleton: for comparing, not for showing.</returns>
    public static string Skeleton(string text)
    {
        using var codes = new CodePoints(text.Length);
        using var scratch = new CodePoints(text.Length);
        using var skeleton = new CodePoints(text.Length);
        codes.Add(text);
        Confusables.ToSkeleton(codes.Span, scratch, skeleton);
        return skeleton.ToString(text);
    }

    /// <summary>Whether the text has no control characters of C0 or C1 but tab and newline (DEL is of neither), and no half of a surrogate pair.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>True when it can be posted.</returns>
    public static bool IsPlainText(string text) => !text.AsSpan().ContainsAnyExcept(PlainAscii) || (!HasControls(text) && IsWellFormed(text));

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
            && EmojiSequence.IsOne(text);
    }

    private static bool HasControls(ReadOnlySpan<char> text)
    {
        if (text.ContainsAnyInRange('\u0080', '\u009f'))
        {
            return true;
        }

        while (true)
        {
            var at = text.IndexOfAnyInRange('\0', '\u001f');
            if (at < 0)
            {
                return false;
            }

            if (text[at] is not ('\t' or '\n'))
            {
                return true;
            }

            text = text[(at + 1)..];
        }
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
