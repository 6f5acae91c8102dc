namespace Chat.Client.Plain;

/// <summary>
/// Makes sense of keys as the console gives them: halves of characters are put together, and what stands between the marks of a bracketed
/// paste is text, Enter included. Keys that mean nothing here mean nothing.
/// </summary>
internal sealed class KeyDecoder
{
    /// <summary>A paste in which nothing has come for so long is over, whether its end mark came or not.</summary>
    public static readonly TimeSpan PastePatience = TimeSpan.FromSeconds(1);

    private const int MaxSequence = 16;
    private const string PasteBegins = "[200~";
    private const string PasteEnds = "[201~";

    private char? _half;
    private string? _sequence;
    private bool _pasting;
    private TimeSpan _last;

    /// <summary>Takes a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="more">Another one is there already: an escape character is the beginning of a sequence then.</param>
    /// <param name="now">A moment that only grows.</param>
    public KeyStroke Feed(ConsoleKeyInfo key, bool more, TimeSpan now)
    {
        if (_pasting && now - _last > PastePatience)
        {
            _pasting = false;
            _sequence = null;
        }

        _last = now;
        if (_sequence is not null)
        {
            return InSequence(key.KeyChar);
        }

        if (key.KeyChar == '\u001B' && more)
        {
            _sequence = "";
            return default;
        }

        return _pasting ? Pasted(key) : Pressed(key);
    }

    private KeyStroke InSequence(char next)
    {
        _sequence += next;
        if (_sequence is PasteBegins or PasteEnds)
        {
            _pasting = _sequence == PasteBegins;
            _sequence = null;
        }
        else if (_sequence[0] != '[' || (_sequence.Length > 1 && next is >= '@' and <= '~') || _sequence.Length > MaxSequence)
        {
            // Some other sequence, whole: it means nothing here.
            _sequence = null;
        }

        return default;
    }

    private KeyStroke Pasted(ConsoleKeyInfo key) => key.Key switch
    {
        ConsoleKey.Enter => new KeyStroke(KeyAction.Insert, "\n"),
        ConsoleKey.Tab => new KeyStroke(KeyAction.Insert, "\t"),
        _ => Typed(key.KeyChar),
    };

    private KeyStroke Pressed(ConsoleKeyInfo key)
    {
        var control = (key.Modifiers & ConsoleModifiers.Control) != 0;
        var alt = (key.Modifiers & ConsoleModifiers.Alt) != 0;
        switch (key.Key)
        {
            case ConsoleKey.Enter:
                return alt ? new KeyStroke(KeyAction.Insert, "\n") : new KeyStroke(KeyAction.Enter);
            case ConsoleKey.LeftArrow:
                return new KeyStroke(control || alt ? KeyAction.WordLeft : KeyAction.Left);
            case ConsoleKey.RightArrow:
                return new KeyStroke(control || alt ? KeyAction.WordRight : KeyAction.Right);
            case ConsoleKey.UpArrow:
                return new KeyStroke(KeyAction.Older);
            case ConsoleKey.DownArrow:
                return new KeyStroke(KeyAction.Newer);
            case ConsoleKey.Home:
                return new KeyStroke(KeyAction.Home);
            case ConsoleKey.End:
                return new KeyStroke(KeyAction.End);
            case ConsoleKey.Backspace:
                return new KeyStroke(control || alt ? KeyAction.DeleteWord : KeyAction.Backspace);
            case ConsoleKey.Delete:
                return new KeyStroke(KeyAction.Delete);
            default:
                return control ? Controlled(key.Key) : alt ? default : Typed(key.KeyChar);
        }
    }

    private static KeyStroke Controlled(ConsoleKey key) => new(key switch
    {
        ConsoleKey.A => KeyAction.Home,
        ConsoleKey.B => KeyAction.Left,
        ConsoleKey.D => KeyAction.EndOfInput,
        ConsoleKey.E => KeyAction.End,
        ConsoleKey.F => KeyAction.Right,
        ConsoleKey.H => KeyAction.Backspace,
        ConsoleKey.J or ConsoleKey.M => KeyAction.Enter,
        ConsoleKey.K => KeyAction.DeleteToEnd,
        ConsoleKey.L => KeyAction.Redraw,
        ConsoleKey.N => KeyAction.Newer,
        ConsoleKey.P => KeyAction.Older,
        ConsoleKey.U => KeyAction.DeleteToStart,
        ConsoleKey.W => KeyAction.DeleteWord,
        _ => KeyAction.None,
    });

    private KeyStroke Typed(char typed)
    {
        if (char.IsHighSurrogate(typed))
        {
            _half = typed;
            return default;
        }

        var half = _half;
        _half = null;
        if (char.IsLowSurrogate(typed))
        {
            return half is { } high ? new KeyStroke(KeyAction.Insert, $"{high}{typed}") : default;
        }

        return char.IsControl(typed) ? default : new KeyStroke(KeyAction.Insert, $"{typed}");
    }
}
