namespace Chat.Client.Terminal;

/// <summary>Which colours to use, by what was asked for and what the environment says: <c>NO_COLOR</c>, <c>TERM</c>, <c>COLORTERM</c>.</summary>
internal static class TerminalColours
{
    public static ColourDepth Depth(ColourWish wish, bool isTerminal, Func<string, string?> variable)
    {
        var term = variable("TERM");
        var wanted = wish switch
        {
            ColourWish.Always => true,
            ColourWish.Never => false,
            _ => isTerminal && string.IsNullOrEmpty(variable("NO_COLOR")) && term != "dumb",
        };
        return !wanted ? ColourDepth.None
            : variable("COLORTERM") is "truecolor" or "24bit" || variable("WT_SESSION") is { Length: > 0 } || Has(term, "-direct") ? ColourDepth.True
            : Has(term, "256color") ? ColourDepth.Indexed
            : ColourDepth.Sixteen;
    }

    private static bool Has(string? term, string part) => term?.Contains(part, StringComparison.Ordinal) == true;
}
