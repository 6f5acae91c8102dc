using System.Buffers;
using System.Text;
using Chat.Protocol.Names.Unicode;

namespace Chat.Protocol.Names;

/// <summary>
/// Which texts are names, before any question of which names are the same. The characters are those of the version of Unicode that the tables
/// have, whatever the runtime knows: a letter without its mappings would be a name that nothing is compared with.
/// </summary>
internal static class NameRules
{
    private const int UnitsPerCodePoint = 2;

    public static bool IsNick(string text) => IsName(text, Limits.MaxNick, isRoom: false);

    public static bool IsRoom(string text) => text.StartsWith('#') && IsName(text.AsSpan(1), Limits.MaxRoom - 1, isRoom: true);

    /// <summary>Whether a code point can be in a nick, at its start or later.</summary>
    public static bool IsInNick(Rune rune) =>
        rune.Value is '-' or '_' || (Properties.NameKindOf(rune.Value) & ~NameKind.Ignorable) != NameKind.Other;

    private static bool IsName(ReadOnlySpan<char> text, int maxCodePoints, bool isRoom)
    {
        if (text.Length > maxCodePoints * UnitsPerCodePoint)
        {
            return false;
        }

        var count = 0;
        var isVisible = false;
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var units) != OperationStatus.Done || ++count > maxCodePoints)
            {
                return false;
            }

            var kind = Properties.NameKindOf(rune.Value);
            var isIgnorable = (kind & NameKind.Ignorable) != 0;
            kind &= ~NameKind.Ignorable;
            var isPunctuation = rune.Value is '-' or '_' || (isRoom && rune.Value == '.');
            var mayStart = kind is NameKind.Letter or NameKind.Digit || (isRoom && isPunctuation);

            // What stands first and what is seen first both have to be fit for it.
            var fits = mayStart || ((kind == NameKind.Mark || isPunctuation) && count > 1 && (isVisible || isIgnorable));
            if (!fits)
            {
                return false;
            }

            isVisible |= !isIgnorable;
            text = text[units..];
        }

        return isVisible;
    }
}
