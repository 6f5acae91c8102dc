using Chat.Client.State;
using Chat.Client.Terminal;

namespace Chat.Client.Plain.Editing;

/// <summary>
/// The part of a line that fits on the screen: it scrolls sideways with the cursor, and an ellipsis stands for what is hidden. Used by one
/// thread at a time.
/// </summary>
internal sealed class EditorWindow
{
    private const int LeastCells = 5;
    private int _first;

    /// <summary>Begins at the beginning again.</summary>
    public void Reset() => _first = 0;

    /// <summary>What of a text can be seen in so many cells, and in which of them the cursor stands.</summary>
    public EditorView View(EditedText edited, int cells)
    {
        cells = Math.Max(cells, LeastCells);
        var pieces = Pieces(edited, out var at);
        _first = Math.Min(_first, pieces.Count);

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

        return Seen(pieces, at, cells);
    }

    private EditorView Seen(List<EditorPiece> pieces, int at, int cells)
    {
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

    private static List<EditorPiece> Pieces(EditedText edited, out int cursor)
    {
        var text = edited.Text;
        var pieces = new List<EditorPiece>();
        cursor = 0;
        for (var i = 0; i < text.Length;)
        {
            cursor = i < edited.Cursor ? pieces.Count + 1 : cursor;
            var length = CellWidth.ClusterLength(text.AsSpan(i));
            var shown = text[i] == '\n' ? DisplayText.Literal("\u21B5") : DisplayText.Part(text, i, i + length);
            pieces.Add(new EditorPiece(shown, CellWidth.Of(shown.Value)));
            i += length;
        }

        return pieces;
    }
}
