using Chat.Client.State;

namespace Chat.Client.Commands;

/// <summary>What keys do at a terminal.</summary>
internal static class KeysHelp
{
    public static IReadOnlyList<DisplayText> Lines { get; } = Array.ConvertAll<string, DisplayText>(
        [
            "At a terminal:",
            "  Tab               completes nicks, #rooms, /commands and :emoji:; again, the next; Shift+Tab, the one before",
            "  Alt+Enter         begins a new line in the message",
            "  Up, Down          what you typed before, in earlier runs too; Ctrl+R looks for it",
            "  Ctrl+N, Ctrl+P    the next room, the one before; Alt+1 to Alt+9 by number",
            "  Alt+A, Alt+/      the next room where something happened; the room looked at last",
            "  Ctrl+A, Ctrl+E    to the beginning, to the end; Alt+B and Alt+F by words",
            "  Ctrl+U, Ctrl+K    cut to the beginning, to the end; Ctrl+W, Alt+Backspace and Alt+D a word",
            "  Ctrl+Y            puts in what was cut; then Alt+Y what was cut before that",
            "  Ctrl+T, Ctrl+_    swaps two characters; takes the last change back",
            "  Esc, Ctrl+C       call off a search, a menu, a paste; Ctrl+C clears the line, and twice on an empty one it quits",
            "  Ctrl+D, Ctrl+L    quits on an empty line; draws the screen anew",
        ],
        static line => DisplayText.Literal(line));
}
