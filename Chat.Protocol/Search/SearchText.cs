using System.Buffers;
using System.Text;
using Chat.Protocol.Names.Unicode;

namespace Chat.Protocol.Search;

/// <summary>How texts are compared in a search: as tokens, which are the same whatever the case and the form of their characters.</summary>
public static class SearchText
{
    /// <summary>
    /// Cuts a text into tokens: NFKC, full case folding, NFKC again; what is ignorable by default (soft hyphen, joiners, selectors of style)
    /// is left out. Letters, combining marks, digits, numbers and symbols such as emoji are parts of tokens, everything else separates. A letter of a script that is
    /// written without spaces (Han, Hiragana, Katakana, Thai, Lao, Khmer, Myanmar) and a symbol are a token each, with the marks behind it, so that a part of a
    /// sentence is found. Time and memory are in proportion to the text's length.
    /// </summary>
    /// <param name="text">Any text; halves of surrogate pairs separate.</param>
    /// <returns>The tokens with one space between two; empty when there are none. Of ASCII it holds only <c>0-9</c>, <c>a-z</c> and the spaces. The same text when called again with it.</returns>
    public static string Tokenize(string text) => Ascii.IsValid(text) ? TokenizeAscii(text) : TokenizeAny(text);

    private static string TokenizeAny(string text)
    {
        using var one = new CodePoints(text.Length);
        using var other = new CodePoints(text.Length);
        one.Add(text);
        Normalizer.ToNfkc(one.Span, other);
        one.Truncate(0);
        foreach (var code in other.Span)
        {
            if (!Properties.IsIgnorable(code))
            {
                one.Add(code);
            }
        }

        other.Truncate(0);
        CaseFolding.Fold(one.Span, other);
        one.Truncate(0);
        Normalizer.ToNfkc(other.Span, one);
        other.Truncate(0);
        Join(one.Span, other);
        return other.ToString(text);
    }

    private static void Join(ReadOnlySpan<int> codes, CodePoints to)
    {
        var last = SearchCharacter.Separator;
        foreach (var code in codes)
        {
            var character = SearchCharacters.KindOf(code);
            if (character == SearchCharacter.Mark && last != SearchCharacter.Separator)
            {
                to.Add(code);
                continue;
            }

            if (character != SearchCharacter.Separator)
            {
                var goesOn = character == SearchCharacter.Word && last is SearchCharacter.Word or SearchCharacter.Mark;
                if (!goesOn && to.Count > 0)
                {
                    to.Add(' ');
                }

                to.Add(code);
            }

            last = character;
        }
    }

    private static string TokenizeAscii(string text)
    {
        var buffer = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            var length = 0;
            var isSeparated = false;
            foreach (var c in text)
            {
                if (!char.IsAsciiLetterOrDigit(c))
                {
                    isSeparated = length > 0;
                    continue;
                }

                if (isSeparated)
                {
                    buffer[length++] = ' ';
                    isSeparated = false;
                }

                buffer[length++] = char.ToLowerInvariant(c);
            }

            var tokens = buffer.AsSpan(0, length);
            return tokens.SequenceEqual(text) ? text : tokens.ToString();
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }
}
