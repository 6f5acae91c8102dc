using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Chat.Server.Diagnostics;

/// <summary>
/// Makes text of unknown origin fit for a line on a terminal: what would move the cursor, start a line, turn the writing direction
/// or hide becomes an escape like <c>\u001b</c>. Escaping twice changes nothing more.
/// </summary>
internal static class Escape
{
    /// <summary>The length that <see cref="Text(string?, int)"/> allows when none is given, in UTF-16 units.</summary>
    public const int DefaultLength = 256;

    private const char Cut = '…';

    /// <summary>The text without controls (C0, C1), format characters (bidi, zero width), line separators and lone surrogates, bounded in length.</summary>
    /// <param name="text">Anything; null is taken for empty.</param>
    /// <param name="maxLength">UTF-16 units of <paramref name="text"/> to keep; an ellipsis shows that more was there.</param>
    /// <returns>At most 10 times <paramref name="maxLength"/> units; the text itself when there is nothing to escape or to cut.</returns>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Text(string? text, int maxLength = DefaultLength)
    {
        if (text is null || (text.Length <= maxLength && IndexOfUnsafe(text) < 0))
        {
            return text;
        }

        var result = new StringBuilder(Math.Min(text.Length, maxLength) + 32);
        Append(result, text.AsSpan(0, Math.Min(text.Length, maxLength)));
        return text.Length > maxLength ? result.Append(Cut).ToString() : result.ToString();
    }

    /// <summary>Appends the text, escaped, whole.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="text">Anything.</param>
    public static void Append(StringBuilder destination, ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var safe = IndexOfUnsafe(text);
            if (safe < 0)
            {
                destination.Append(text);
                return;
            }

            destination.Append(text[..safe]);
            text = text[safe..];
            _ = Rune.DecodeFromUtf16(text, out var rune, out var length);
            AppendEscaped(destination, length == 1 ? text[0] : rune.Value);
            text = text[length..];
        }
    }

    /// <summary>Writes JSON with all of that as JSON's own escapes, which mean the same to a parser.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="json">JSON on one line, in which such characters stand in strings only.</param>
    public static void WriteJson(TextWriter output, ReadOnlySpan<char> json)
    {
        for (var at = IndexOfUnsafe(json); at >= 0; at = IndexOfUnsafe(json))
        {
            output.Write(json[..at]);
            _ = Rune.DecodeFromUtf16(json[at..], out var rune, out var length);
            foreach (var unit in length == 1 && char.IsSurrogate(json[at]) ? "\ufffd" : rune.ToString())
            {
                output.Write(@"\u");
                output.Write(((int)unit).ToString("x4", CultureInfo.InvariantCulture));
            }

            json = json[(at + length)..];
        }

        output.Write(json);
    }

    /// <summary>Where the first character is that must not reach a terminal.</summary>
    /// <param name="text">Anything.</param>
    /// <returns>An index, or -1 when there is none.</returns>
    public static int IndexOfUnsafe(ReadOnlySpan<char> text)
    {
        for (var index = 0; index < text.Length;)
        {
            if (char.IsAsciiLetterOrDigit(text[index]))
            {
                index++;
                continue;
            }

            var decoded = Rune.DecodeFromUtf16(text[index..], out var rune, out var length);
            if (decoded != System.Buffers.OperationStatus.Done || !IsSafe(rune))
            {
                return index;
            }

            index += length;
        }

        return -1;
    }

    private static bool IsSafe(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static void AppendEscaped(StringBuilder destination, int value) => _ = value switch
    {
        '\n' => destination.Append(@"\n"),
        '\r' => destination.Append(@"\r"),
        '\t' => destination.Append(@"\t"),
        <= char.MaxValue => destination.Append(CultureInfo.InvariantCulture, $@"\u{value:x4}"),
        _ => destination.Append(CultureInfo.InvariantCulture, $@"\U{value:x8}"),
    };
}
