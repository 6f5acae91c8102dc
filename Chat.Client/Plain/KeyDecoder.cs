using System.Text;

namespace Chat.Client.Plain;

/// <summary>
/// Makes sense of keys as the console gives them: halves of characters are put together, Alt is understood both as a modifier and as an
/// escape character before the key, and what stands between the marks of a bracketed paste is one text, Enter included. Keys that mean
/// nothing here mean nothing.
/// </summary>
internal sealed class KeyDecoder
{
    /// <summary>A paste or a sequence in which nothing has come for so long is over, whether its end came or not.</summary>
    public static readonly TimeSpan PastePatience = TimeSpan.FromSeconds(1);

    /// <summary>Chars kept of a paste: one more than a line can take, so that it is seen to be too long.</summary>
    private const int MaxPaste = LineEditor.MaxLength + 1;

    private const int MaxSequence = 16;
    private const string PasteBegins = "[200~";
    private const string PasteEnds = "[201~";

    private readonly StringBuilder _paste = new();
    private char? _half;
    private string? _sequence;
    private char _lastPasted;
    private TimeSpan _last;

    /// <summary>A paste has begun and not ended.</summary>
    public bool IsPasting { get; private set; }

    /// <summary>Ends a paste whose end mark does not come.</summary>
    /// <returns>The paste, when it is over.</returns>
    public KeyStroke Expire(TimeSpan now)
    {
        if (now - _last <= PastePatience)
        {
            return default;
        }

        _sequence = null;
        return IsPasting ? EndPaste() : default;
    }

    /// <summary>Takes a key; <see cref="Expire"/> has been asked before.</summary>
    /// <param name="key">The key.</param>
    /// <param name="more">Another one is there already: an escape character is the beginning of a sequence then.</param>
    /// <param name="now">A moment that only grows.</param>
    public KeyStroke Feed(ConsoleKeyInfo key, bool more, TimeSpan now)
    {
        _last = now;
        if (_sequence is not null)
        {
            return InSequence(key, more);
        }

        if (key.KeyChar == '\u001B' && more)
        {
            _sequence = "";
            return default;
        }

        if (key is { KeyChar: '[', Modifiers: ConsoleModifiers.Alt })
        {
            // A sequence that came in two parts, of which the console has made a key.
            _sequence = "[";
            return default;
        }

        return IsPasting ? Pasted(key.KeyChar) : KeyMap.Find(key) is { } stroke ? stroke : Typed(key.KeyChar);
    }

    private KeyStroke InSequence(ConsoleKeyInfo key, bool more)
    {
        var next = key.KeyChar;
        if (_sequence!.Length == 0 && next is not ('[' or 'O'))
        {
            return AfterEscape(key, more);
        }

        _sequence += next;
        if (_sequence is PasteBegins)
        {
            _sequence = null;
            IsPasting = true;
        }
        else if (_sequence is PasteEnds)
        {
            _sequence = null;
            return IsPasting ? EndPaste() : default;
        }
        else if (_sequence.Length > 1 && (_sequence[0] == 'O' || next is >= '@' and <= '~' || _sequence.Length > MaxSequence))
        {
            var whole = _sequence;
            _sequence = null;
            return IsPasting ? default : new KeyStroke(KeyMap.OfSequence(whole));
        }

        return default;
    }

    /// <summary>A key with an escape character before it is that key with Alt.</summary>
    private KeyStroke AfterEscape(ConsoleKeyInfo key, bool more)
    {
        _sequence = null;
        if (IsPasting)
        {
            return Pasted(key.KeyChar);
        }

        if (key.KeyChar == '\u001B')
        {
            _sequence = more ? "" : null;
            return new KeyStroke(KeyAction.Cancel);
        }

        var shift = (key.Modifiers & ConsoleModifiers.Shift) != 0;
        var control = (key.Modifiers & ConsoleModifiers.Control) != 0;
        return KeyMap.Find(new ConsoleKeyInfo(key.KeyChar, key.Key, shift, alt: true, control)) ?? default;
    }

    private KeyStroke Pasted(char pasted)
    {
        var isSecondHalf = pasted == '\n' && _lastPasted == '\r';
        _lastPasted = pasted;
        if (!isSecondHalf && _paste.Length < MaxPaste)
        {
            _paste.Append(pasted == '\r' ? '\n' : pasted);
        }

        return default;
    }

    private KeyStroke EndPaste()
    {
        var text = _paste.ToString();
        _paste.Clear();
        _lastPasted = default;
        IsPasting = false;
        return text.Length > 0 ? new KeyStroke(KeyAction.Paste, text) : default;
    }

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
