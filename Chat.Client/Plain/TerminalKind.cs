namespace Chat.Client.Plain;

/// <summary>What is known of a terminal by the names that it goes by.</summary>
internal static class TerminalKind
{
    /// <summary>Whether it wraps rows anew when it becomes narrower. All do that are not known to cut them.</summary>
    /// <param name="variable">The environment.</param>
    public static bool Rewraps(Func<string, string?> variable)
    {
        // tmux wraps, whatever it runs in; xterm, the console of Linux and screen cut.
        var inTmux = !string.IsNullOrEmpty(variable("TMUX"));
        var cuts = !string.IsNullOrEmpty(variable("XTERM_VERSION")) || !string.IsNullOrEmpty(variable("STY")) || variable("TERM") is "linux";
        return inTmux || !cuts;
    }
}
