using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Chat.Server.Delivery;

/// <summary>Where a search goes on, as clients carry it about: a place in commit order, written in one way only, so that nothing else is taken for one.</summary>
internal static class SearchCursor
{
    private const char Mark = 'p';
    private const int Length = 17;

    public static string Format(long place) => string.Create(CultureInfo.InvariantCulture, $"{Mark}{place:x16}");

    public static bool TryParse([NotNullWhen(true)] string? cursor, out long place)
    {
        place = 0;
        return cursor is [Mark, .. var digits]
            && cursor.Length == Length
            && digits.All(char.IsAsciiHexDigitLower)
            && long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out place)
            && place > 0;
    }
}
