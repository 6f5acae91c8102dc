using System.Buffers;
using System.Globalization;
using System.Text;

namespace Chat.Protocol.Names;

/// <summary>Which texts are names, before any question of which names are the same.</summary>
internal static class NameRules
{
    private const int UnitsPerCodePoint = 2;

    private enum Kind
    {
        Other,
        Letter,
        Mark,
        Digit,
    }

    public static bool IsNick(string text) => IsName(text, Nick.MaxCodePoints, isRoom: false);

    public static bool IsRoom(string text) =>
        text.Length <= RoomName.MaxCodePoints * UnitsPerCodePoint
        && text.StartsWith('#')
        && IsName(text.AsSpan(1), RoomName.MaxCodePoints - 1, isRoom: true);

    private static bool IsName(ReadOnlySpan<char> text, int maxCodePoints, bool isRoom)
    {
        if (text.IsEmpty || text.Length > maxCodePoints * UnitsPerCodePoint)
        {
            return false;
        }

        var count = 0;
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var units) != OperationStatus.Done)
            {
                return false;
            }

            var kind = KindOf(rune);
            var fit = kind switch
            {
                Kind.Letter or Kind.Digit => true,
                Kind.Mark => count > 0,
                _ => rune.Value is '-' or '_' ? isRoom || count > 0 : isRoom && rune.Value == '.',
            };
            if (!fit || ++count > maxCodePoints)
            {
                return false;
            }

            text = text[units..];
        }

        return true;
    }

    private static Kind KindOf(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => Kind.Letter,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => Kind.Mark,
        UnicodeCategory.DecimalDigitNumber => Kind.Digit,
        _ => Kind.Other,
    };
}
