using System.Globalization;
using Chat.Protocol.Names.Unicode;

namespace Chat.Protocol.Search;

/// <summary>Sorts the characters of normalized and folded text.</summary>
internal static class SearchCharacters
{
    private const int FirstUnspaced = 0x0E00;

    public static SearchCharacter KindOf(int code)
    {
        if (code < 0x80)
        {
            return char.IsAsciiLetterOrDigit((char)code) ? SearchCharacter.Word : SearchCharacter.Separator;
        }

        return (Properties.NameKindOf(code) & ~NameKind.Ignorable) switch
        {
            NameKind.Letter => IsUnspaced(code) ? SearchCharacter.Alone : SearchCharacter.Word,
            NameKind.Digit => SearchCharacter.Word,
            NameKind.Mark => SearchCharacter.Mark,
            _ => KindOfOther(code),
        };
    }

    /// <summary>Numbers that are not digits, and symbols. Those of emoji come first out of the tables, which know of emoji to come.</summary>
    private static SearchCharacter KindOfOther(int code)
    {
        if (Properties.EmojiKindOf(code) != EmojiKind.None)
        {
            return SearchCharacter.Alone;
        }

        return CharUnicodeInfo.GetUnicodeCategory(code) switch
        {
            UnicodeCategory.OtherSymbol => SearchCharacter.Alone,
            UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => IsUnspaced(code) ? SearchCharacter.Alone : SearchCharacter.Word,
            _ => SearchCharacter.Separator,
        };
    }

    /// <summary>Whether a letter is of a script that is written without spaces. By blocks: what else is in them is no letter.</summary>
    private static bool IsUnspaced(int code) => code >= FirstUnspaced && code switch
    {
        <= 0x0EFF => true, // Thai, Lao
        >= 0x1000 and <= 0x109F => true, // Myanmar
        >= 0x1780 and <= 0x17FF => true, // Khmer
        >= 0x2E80 and <= 0x30FF => true, // Radicals, signs of repetition, Hiragana, Katakana
        >= 0x31F0 and <= 0x31FF => true, // Katakana for Ainu
        >= 0x3400 and <= 0x4DBF => true, // Han
        >= 0x4E00 and <= 0x9FFF => true,
        >= 0xA9E0 and <= 0xA9FF => true, // Myanmar
        >= 0xAA60 and <= 0xAA7F => true,
        >= 0xF900 and <= 0xFAFF => true, // Han
        >= 0x1AFF0 and <= 0x1B16F => true, // Kana
        >= 0x20000 and <= 0x3FFFD => true, // Han
        _ => false,
    };
}
