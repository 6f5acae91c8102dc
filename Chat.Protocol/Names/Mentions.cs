using System.Buffers;
using System.Text;

namespace Chat.Protocol.Names;

/// <summary>Who is spoken to in a text.</summary>
public static class Mentions
{
    /// <summary>
    /// The nicks that stand in a text after an '@': all that can belong to a nick up to what cannot, as long as an '@' is not itself the middle of a word
    /// ("mail me@home" mentions nobody). As often as they stand there; whoever looks for users compares keys. Takes time in proportion to the text's length.
    /// </summary>
    /// <param name="text">The text of an event.</param>
    /// <returns>The nicks, in the order of the text.</returns>
    public static IEnumerable<Nick> In(string text)
    {
        var end = 0;
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', end))
        {
            var isInWord = EndsInWord(text.AsSpan(0, at));
            end = at + 1 + LengthOfWord(text.AsSpan(at + 1));
            if (!isInWord && Nick.TryParse(text[(at + 1)..end], out var nick))
            {
                yield return nick;
            }
        }
    }

    private static bool EndsInWord(ReadOnlySpan<char> text) =>
        Rune.DecodeLastFromUtf16(text, out var last, out _) == OperationStatus.Done && NameRules.IsInNick(last);

    private static int LengthOfWord(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (Rune.DecodeFromUtf16(text[length..], out var rune, out var units) == OperationStatus.Done && NameRules.IsInNick(rune))
        {
            length += units;
        }

        return length;
    }
}
