namespace Chat.Protocol.Names;

/// <summary>The short cut for the names that most are: what the tables say of the ASCII characters that names are made of (a test compares).</summary>
internal static class AsciiName
{
    /// <summary>The most characters that a character becomes.</summary>
    public const int MaxExpansion = 2;

    public static bool Has(int code) => code is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_' or '.' or '#';

    /// <summary>Writes a character's skeleton, folded, and tells its length.</summary>
    public static int FoldSkeleton(char c, Span<char> to)
    {
        switch (c)
        {
            case 'm':
                "rn".CopyTo(to);
                return 2;
            case 'I' or '1':
                to[0] = 'l';
                return 1;
            case '0':
                to[0] = 'o';
                return 1;
            default:
                to[0] = char.ToLowerInvariant(c);
                return 1;
        }
    }

    /// <summary>Writes the skeleton of a character folded, and tells its length.</summary>
    public static int SkeletonOfFolded(char c, Span<char> to)
    {
        switch (c)
        {
            case 'm' or 'M':
                "rn".CopyTo(to);
                return 2;
            case '1':
                to[0] = 'l';
                return 1;
            case '0':
                to[0] = 'O';
                return 1;
            default:
                to[0] = char.ToLowerInvariant(c);
                return 1;
        }
    }
}
