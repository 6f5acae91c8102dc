using System.Globalization;
using System.Text;

namespace Chat.Client.State;

/// <summary>What the cleaning of text needs to know of single code points.</summary>
internal static class CodePoints
{
    /// <summary>
    /// Invisible, reordering, unassigned or otherwise able to make text look like other text. The joiners and the emoji
    /// variation selectors are among them; where they may stay is decided by what stands beside them.
    /// </summary>
    public static bool IsDeceptive(Rune rune)
    {
        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.Control:
            case UnicodeCategory.Format:
            case UnicodeCategory.Surrogate:
            case UnicodeCategory.LineSeparator:
            case UnicodeCategory.ParagraphSeparator:
                return true;
            case UnicodeCategory.PrivateUse:
                return !rune.IsBmp;
            case UnicodeCategory.OtherNotAssigned:
                // Emoji younger than the tables of the runtime are shown as they are.
                return rune.Value is not (>= 0x1F000 and <= 0x1FAFF);
            default:
                return rune.Value is 0x034F // combining grapheme joiner
                    or 0x115F or 0x1160 or 0x3164 or 0xFFA0 // Hangul fillers
                    or 0x1680 // a space that is drawn as a line
                    or 0x17B4 or 0x17B5 // Khmer inherent vowels
                    or 0x1D159 // null notehead
                    or (>= 0x180B and <= 0x180F) // Mongolian variation selectors
                    or (>= 0xFE00 and <= 0xFE0F) // variation selectors
                    or (>= 0xE0000 and <= 0xE0FFF); // tags, more variation selectors
        }
    }

    /// <summary>Arabic number signs are format characters, but they are drawn, and belong before digits.</summary>
    public static bool IsNumberSignBeforeDigit(string text, int at, Rune rune) =>
        rune.Value is (>= 0x0600 and <= 0x0605) or 0x06DD or 0x08E2
        && at + 1 < text.Length
        && char.IsDigit(text[at + 1]);

    public static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    /// <summary>Close to Unicode's Extended_Pictographic, by block: what emoji sequences are made of.</summary>
    public static bool IsPictograph(Rune rune) => rune.Value
        is 0x00A9 or 0x00AE or 0x203C or 0x2049 or 0x2122 or 0x2139
        or (>= 0x2194 and <= 0x21AA) or (>= 0x231A and <= 0x23FF) or 0x24C2
        or (>= 0x25AA and <= 0x25FE) or (>= 0x2600 and <= 0x27BF)
        or 0x2934 or 0x2935 or (>= 0x2B05 and <= 0x2B55)
        or 0x3030 or 0x303D or 0x3297 or 0x3299
        or (>= 0x1F000 and <= 0x1F3FA) or (>= 0x1F400 and <= 0x1FAFF);

    /// <summary>A letter or a mark of a script that spells with zero-width joiners.</summary>
    public static bool IsOfJoiningScript(Rune rune) => rune.Value
        is (>= 0x0610 and <= 0x077F) // Arabic, Syriac
        or (>= 0x07C0 and <= 0x109F) // N'Ko to Myanmar, with all of India
        or (>= 0x1780 and <= 0x18AF) // Khmer, Mongolian
        or (>= 0x1B00 and <= 0x1C4F)
        or (>= 0xA980 and <= 0xA9DF) or (>= 0xABC0 and <= 0xABFF)
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
