using Chat.Client.State;
using Chat.Client.Terminal;

namespace Chat.Client.Plain;

/// <summary>
/// One line being typed, and those typed before. It moves and deletes by grapheme clusters, scrolls sideways when the line is longer than
/// the screen, and knows nothing of a console. A pasted line feed is part of the line and shown as a symbol.
/// </summary>
internal sealed class LineEditor
{
    /// <summary>Chars that can be typed; a message may have no more bytes.</summary>
    public const int MaxLength = Chat.Protocol.Limits.MaxText;

    /// <summary>Lines remembered.</summary>
    public const int MaxHistory = 500;

    private readonly List<string> _history = [];
    private string _text = "";
    private string _draft = "";
    private int _cursor;
    private int _first;
    private int _recalled;

    public string Text => _text;

    /// <summary>Where the next character goes, in chars.</summary>
    public int Cursor => _cursor;

    /// <summary>Puts text where the cursor is.</summary>
    /// <returns>False when there is no room for it.</returns>
    public bool Insert(string text)
    {
        text = Fit(text);
        if (_text.Length + text.Length > MaxLength)
        {
            return false;
        }

        _text = _text.Insert(_cursor, text);
        _cursor += text.Length;
        return true;
    }

    public void Left() => _cursor = Before(_cursor);

    public void Right() => _cursor = After(_cursor);

    public void Home() => _cursor = 0;

    public void End() => _cursor = _text.Length;

    public void WordLeft() => _cursor = WordBefore();

    public void WordRight()
    {
        while (_cursor < _text.Length && !char.IsLetterOrDigit(_text[_cursor]))
        {
            _cursor = After(_cursor);
        }

        while (_cursor < _text.Length && char.IsLetterOrDigit(_text[_cursor]))
        {
            _cursor = After(_cursor);
        }
    }

    public void Backspace() => Cut(Before(_cursor), _cursor);

    public void Delete() => Cut(_cursor, After(_cursor));

    public void DeleteToEnd() => Cut(_cursor, _text.Length);

    public void DeleteToStart() => Cut(0, _cursor);

    /// <summary>Deletes back to a space, as shells do.</summary>
    public void DeleteWord()
    {
        var start = _cursor;
        while (start > 0 && char.IsWhiteSpace(_text[start - 1]))
        {
            start--;
        }

        while (start > 0 && !char.IsWhiteSpace(_text[start - 1]))
        {
            start--;
        }

        Cut(start, _cursor);
    }

    public void Clear() => Show("", _history.Count);

    /// <summary>Takes the line away to be sent.</summary>
    public string Submit()
    {
        var text = _text;
        if (!string.IsNullOrWhiteSpace(text) && (_history.Count == 0 || _history[^1] != text))
        {
            _history.Add(text);
            if (_history.Count > MaxHistory)
            {
                _history.RemoveAt(0);
            }
        }

        Clear();
        return text;
    }

    /// <summary>The line typed before this one.</summary>
    public void Older()
    {
        if (_recalled > 0)
        {
            _draft = _recalled == _history.Count ? _text : _draft;
            Show(_history[_recalled - 1], _recalled - 1);
        }
    }

    /// <summary>The line typed after this one; at last what was being typed.</summary>
    public void Newer()
    {
        if (_recalled < _history.Count)
        {
            Show(_recalled + 1 == _history.Count ? _draft : _history[_recalled + 1], _recalled + 1);
        }
    }

    /// <summary>What of the line can be seen in so many cells, and in which of them the cursor stands. An ellipsis stands for what is hidden.</summary>
    public EditorView View(int cells)
    {
        cells = Math.Max(cells, 5);
        var pieces = Pieces(out var at);

        // Besides what stands before the cursor there have to be: what it stands on, and an ellipsis on either side.
        var under = at < pieces.Count ? pieces[at].Cells : 1;
        var room = cells - under - (at < pieces.Count - 1 ? 1 : 0);
        if (at <= _first)
        {
            _first = Back(pieces, at, Math.Min(cells / 2, room - 1));
        }
        else if (Span(pieces, _first, at) > room - (_first > 0 ? 1 : 0))
        {
            _first = Back(pieces, at, Math.Min(cells * 2 / 3, room - 1));
        }

        // Nothing is hidden at the beginning that there is room for.
        while (_first > 0 && Span(pieces, _first - 1, pieces.Count) + (_first > 1 ? 2 : 1) <= cells)
        {
            _first--;
        }

        var used = _first > 0 ? 1 : 0;
        var seen = new List<DisplayText>();
        if (_first > 0)
        {
            seen.Add(DisplayText.Literal("\u2026"));
        }

        var column = used;
        for (var i = _first; i < pieces.Count; i++)
        {
            column = i == at ? used : column;
            var last = i == pieces.Count - 1;
            if (used + pieces[i].Cells > cells - (last ? 0 : 1) && i > at)
            {
                seen.Add(DisplayText.Literal("\u2026"));
                return new EditorView(DisplayText.Join("", seen), column);
            }

            seen.Add(pieces[i].Shown);
            used += pieces[i].Cells;
        }

        return new EditorView(DisplayText.Join("", seen), at == pieces.Count ? used : column);
    }

    /// <summary>Text as it may stand in a line: line ends made one, other control characters left out.</summary>
    private static string Fit(string text)
    {
        text = text.ReplaceLineEndings("\n");
        return text.Any(static c => char.IsControl(c) && c is not ('\n' or '\t'))
            ? string.Concat(text.Where(static c => !char.IsControl(c) || c is '\n' or '\t'))
            : text;
    }

    private static int Span(List<EditorPiece> pieces, int from, int to)
    {
        var cells = 0;
        for (var i = from; i < to; i++)
        {
            cells += pieces[i].Cells;
        }

        return cells;
    }

    /// <summary>The piece from which it is at most so many cells to the one at <paramref name="at"/>.</summary>
    private static int Back(List<EditorPiece> pieces, int at, int cells)
    {
        var first = at;
        while (first > 0 && cells >= pieces[first - 1].Cells)
        {
            first--;
            cells -= pieces[first].Cells;
        }

        return first;
    }

    private List<EditorPiece> Pieces(out int cursor)
    {
        var pieces = new List<EditorPiece>();
        cursor = 0;
        for (var i = 0; i < _text.Length;)
        {
            cursor = i < _cursor ? pieces.Count + 1 : cursor;
            var length = CellWidth.ClusterLength(_text.AsSpan(i));
            var shown = _text[i] == '\n' ? DisplayText.Literal("\u21B5") : DisplayText.Part(_text, i, i + length);
            pieces.Add(new EditorPiece(shown, CellWidth.Of(shown.Value)));
            i += length;
        }

        return pieces;
    }

    private int Before(int at)
    {
        var start = 0;
        while (start < at)
        {
            var next = start + CellWidth.ClusterLength(_text.AsSpan(start));
            if (next >= at)
            {
                break;
            }

            start = next;
        }

        return start;
    }

    private int After(int at) => at < _text.Length ? at + CellWidth.ClusterLength(_text.AsSpan(at)) : at;

    private int WordBefore()
    {
        var at = _cursor;
        while (at > 0 && !char.IsLetterOrDigit(_text[at - 1]))
        {
            at = Before(at);
        }

        while (at > 0 && char.IsLetterOrDigit(_text[at - 1]))
        {
            at = Before(at);
        }

        return at;
    }

    private void Cut(int start, int end)
    {
        _text = _text.Remove(start, end - start);
        _cursor = start;
    }

    private void Show(string text, int recalled)
    {
        _text = text;
        _cursor = text.Length;
        _first = 0;
        _recalled = recalled;
        if (recalled == _history.Count)
        {
            _draft = "";
        }
    }
}
