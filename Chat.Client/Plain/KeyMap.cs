namespace Chat.Client.Plain;

/// <summary>Which key does what.</summary>
internal static class KeyMap
{
    private const char ControlUnderscore = '\u001F';

    /// <summary>What a key does that is no character of a text; null: it is one, or nothing at all.</summary>
    public static KeyStroke? Find(ConsoleKeyInfo key)
    {
        var control = (key.Modifiers & ConsoleModifiers.Control) != 0;
        var alt = (key.Modifiers & ConsoleModifiers.Alt) != 0;
        var either = control || alt;
        KeyAction? action = key.Key switch
        {
            ConsoleKey.LeftArrow => either ? KeyAction.WordLeft : KeyAction.Left,
            ConsoleKey.RightArrow => either ? KeyAction.WordRight : KeyAction.Right,
            ConsoleKey.UpArrow => KeyAction.Older,
            ConsoleKey.DownArrow => KeyAction.Newer,
            ConsoleKey.Home => KeyAction.Home,
            ConsoleKey.End => KeyAction.End,
            ConsoleKey.Backspace => either ? KeyAction.KillWordLeft : KeyAction.Backspace,
            ConsoleKey.Delete => either ? KeyAction.KillWordRight : KeyAction.Delete,
            ConsoleKey.Tab => (key.Modifiers & ConsoleModifiers.Shift) != 0 ? KeyAction.CompleteBack : KeyAction.Complete,
            ConsoleKey.Escape => KeyAction.Cancel,
            ConsoleKey.Enter when !alt => KeyAction.Enter,
            _ => null,
        };
        if (action is { } found)
        {
            return new KeyStroke(found);
        }

        if (key.Key == ConsoleKey.Enter)
        {
            return new KeyStroke(KeyAction.Insert, "\n");
        }

        // Control and Alt together are AltGr to Windows, and make characters.
        var isCharacter = control == alt && !char.IsControl(key.KeyChar) && key.KeyChar != '\0';
        return either && !isCharacter ? control ? new KeyStroke(OfControl(key)) : OfAlt(key)
            : alt && !control ? OfAlt(key)
            : key.KeyChar == ControlUnderscore ? new KeyStroke(KeyAction.Undo)
            : null;
    }

    /// <summary>What an escape sequence means that the console has not understood, without its escape character.</summary>
    public static KeyAction OfSequence(string sequence) => sequence switch
    {
        "[A" or "OA" => KeyAction.Older,
        "[B" or "OB" => KeyAction.Newer,
        "[C" or "OC" => KeyAction.Right,
        "[D" or "OD" => KeyAction.Left,
        "[1;3C" or "[1;5C" or "[5C" or "Oc" => KeyAction.WordRight,
        "[1;3D" or "[1;5D" or "[5D" or "Od" => KeyAction.WordLeft,
        "[H" or "OH" or "[1~" or "[7~" => KeyAction.Home,
        "[F" or "OF" or "[4~" or "[8~" => KeyAction.End,
        "[3~" => KeyAction.Delete,
        "[3;3~" or "[3;5~" => KeyAction.KillWordRight,
        "[Z" => KeyAction.CompleteBack,
        _ => KeyAction.None,
    };

    private static KeyAction OfControl(ConsoleKeyInfo key) => key.Key switch
    {
        ConsoleKey.A => KeyAction.Home,
        ConsoleKey.B => KeyAction.Left,
        ConsoleKey.D => KeyAction.EndOfInput,
        ConsoleKey.E => KeyAction.End,
        ConsoleKey.F => KeyAction.Right,
        ConsoleKey.G => KeyAction.Cancel,
        ConsoleKey.H => KeyAction.Backspace,
        ConsoleKey.J or ConsoleKey.M => KeyAction.Enter,
        ConsoleKey.K => KeyAction.KillToEnd,
        ConsoleKey.L => KeyAction.Redraw,
        ConsoleKey.N => KeyAction.NextRoom,
        ConsoleKey.P => KeyAction.PreviousRoom,
        ConsoleKey.R => KeyAction.SearchOlder,
        ConsoleKey.S => KeyAction.SearchNewer,
        ConsoleKey.T => KeyAction.Transpose,
        ConsoleKey.U => KeyAction.KillToStart,
        ConsoleKey.W => KeyAction.KillBack,
        ConsoleKey.Y => KeyAction.Yank,

        // Ctrl+_ is Ctrl+7 to a console, and Ctrl+/ is Ctrl+_ to many terminals; Windows tells them apart.
        ConsoleKey.D7 or ConsoleKey.OemMinus or ConsoleKey.Oem2 or ConsoleKey.Divide => KeyAction.Undo,
        _ => KeyAction.None,
    };

    private static KeyStroke OfAlt(ConsoleKeyInfo key)
    {
        var letter = char.ToLowerInvariant(key.KeyChar);
        if (letter == '\0' && key.Key is (>= ConsoleKey.A and <= ConsoleKey.Z) or (>= ConsoleKey.D0 and <= ConsoleKey.D9))
        {
            // These keys are numbered as ASCII numbers their characters.
            letter = char.ToLowerInvariant((char)key.Key);
        }

        return letter switch
        {
            >= '1' and <= '9' => new KeyStroke(KeyAction.Room, $"{letter}"),
            'a' => new KeyStroke(KeyAction.ActiveRoom),
            '/' => new KeyStroke(KeyAction.LastRoom),
            'b' => new KeyStroke(KeyAction.WordLeft),
            'f' => new KeyStroke(KeyAction.WordRight),
            'd' => new KeyStroke(KeyAction.KillWordRight),
            'y' => new KeyStroke(KeyAction.YankOlder),
            _ => default,
        };
    }
}
