using Chat.Client.Plain.Editing;
using Chat.Client.Terminal;

namespace Chat.Client.Plain;

/// <summary>
/// One line being typed. It moves and deletes by grapheme clusters, keeps what is cut, takes changes back, and knows nothing of a console.
/// A pasted line feed is part of the line and shown as a symbol. Used by one thread at a time.
/// </summary>
internal sealed class LineEditor(InputHistory history)
{
    /// <summary>Chars that can be typed; a message may have no more bytes.</summary>
    public const int MaxLength = Chat.Protocol.Limits.MaxText;

    /// <summary>Characters typed one after the other that are taken back as one change.</summary>
    private const int MaxRun = 20;

    private readonly KillRing _kills = new();
    private readonly UndoStack _undo = new();
    private readonly EditorWindow _window = new();
    private string _text = "";
    private int _cursor;
    private Edit _last;
    private int _run;
    private int _yanked;

    public LineEditor()
        : this(new InputHistory())
    {
    }

    /// <summary>What was done last, as far as the next change depends on it.</summary>
    private enum Edit
    {
        Other,
        Type,
        Kill,
        Yank,
    }

    public string Text => _text;

    /// <summary>What is being typed: the line, but for a search that shows something else in it for a while.</summary>
    public string Typed => Mode?.Aside?.Text ?? _text;

    /// <summary>Where the next character goes, in chars.</summary>
    public int Cursor => _cursor;

    public EditedText Edited => new(_text, _cursor);

    public InputHistory History => history;

    /// <summary>What takes the keys at this moment; null: the line itself.</summary>
    public IKeyMode? Mode { get; set; }

    /// <summary>Puts text where the cursor is.</summary>
    /// <returns>False when there is no room for all of it; what there is room for is put.</returns>
    public bool Insert(string text)
    {
        text = Fit(text);
        var fits = Cut(text, MaxLength - _text.Length);
        if (fits.Length > 0)
        {
            var isTyped = CellWidth.ClusterLength(fits) == fits.Length;
            if (!isTyped || _last != Edit.Type || _run == MaxRun)
            {
                Remember();
                _run = 0;
            }

            Put(fits);
            _run++;
            _last = isTyped ? Edit.Type : Edit.Other;
        }

        return fits.Length == text.Length;
    }

    public void Left() => Move(Clusters.Before(_text, _cursor));

    public void Right() => Move(Clusters.After(_text, _cursor));

    public void Home() => Move(0);

    public void End() => Move(_text.Length);

    public void WordLeft() => Move(Clusters.WordBefore(_text, _cursor));

    public void WordRight() => Move(Clusters.WordAfter(_text, _cursor));

    public void Backspace() => Remove(Clusters.Before(_text, _cursor), _cursor);

    public void Delete() => Remove(_cursor, Clusters.After(_text, _cursor));

    public void KillToEnd() => Kill(_cursor, _text.Length);

    public void KillToStart() => Kill(0, _cursor);

    /// <summary>Cuts back to a space, as shells do.</summary>
    public void KillBack() => Kill(Clusters.SpaceBefore(_text, _cursor), _cursor);

    public void KillWordLeft() => Kill(Clusters.WordBefore(_text, _cursor), _cursor);

    public void KillWordRight() => Kill(_cursor, Clusters.WordAfter(_text, _cursor));

    /// <summary>Puts in what was cut last.</summary>
    public void Yank()
    {
        if (_kills.Current() is { } text && text.Length <= MaxLength - _text.Length)
        {
            Remember();
            _yanked = _cursor;
            Put(text);
            _last = Edit.Yank;
        }
    }

    /// <summary>Right after <see cref="Yank"/>: replaces what it put in by what was cut before that.</summary>
    public void YankOlder()
    {
        if (_last == Edit.Yank && _kills.Rotate() is { } text && text.Length <= MaxLength - _text.Length + _cursor - _yanked)
        {
            _text = _text.Remove(_yanked, _cursor - _yanked);
            _cursor = _yanked;
            Put(text);
        }
    }

    /// <summary>Swaps the characters before and under the cursor; at the end, the last two.</summary>
    public void Transpose()
    {
        var middle = _cursor == _text.Length ? Clusters.Before(_text, _cursor) : _cursor;
        var start = Clusters.Before(_text, middle);
        var end = Clusters.After(_text, middle);
        if (start < middle)
        {
            Remember();
            _text = $"{_text[..start]}{_text[middle..end]}{_text[start..middle]}{_text[end..]}";
            Move(end);
        }
    }

    /// <summary>Takes the last change back.</summary>
    public void Undo()
    {
        if (_undo.TryPop(out var before))
        {
            Show(before);
        }
    }

    /// <summary>Puts a text in place of a part of the line.</summary>
    /// <returns>False when there is no room for it; nothing is changed then.</returns>
    public bool Replace(int start, int end, string with)
    {
        with = Fit(with);
        if (_text.Length - (end - start) + with.Length > MaxLength)
        {
            return false;
        }

        Remember();
        Show(new EditedText(_text.Remove(start, end - start).Insert(start, with), start + with.Length));
        return true;
    }

    /// <summary>Empties the line. That can be taken back.</summary>
    public void Clear()
    {
        if (_text.Length > 0)
        {
            Remember();
        }

        history.Leave();
        Show(default);
    }

    /// <summary>Takes the line away to be sent.</summary>
    public string Submit()
    {
        var text = _text;
        history.Add(text);
        _undo.Clear();
        Show(default);
        return text;
    }

    /// <summary>Begins with a text that has nothing to do with what was typed until now, which cannot be had back here. What took the keys is called off.</summary>
    public void Begin(string text)
    {
        Mode = null;
        history.Leave();
        _undo.Clear();
        Show(new EditedText(text, text.Length));
    }

    /// <summary>The line typed before this one.</summary>
    public void Older() => Recall(history.Older(_text));

    /// <summary>The line typed after this one; at last what was being typed.</summary>
    public void Newer() => Recall(history.Newer(_text));

    /// <summary>Shows something else in place of the line, which the caller keeps.</summary>
    public void Show(EditedText edited)
    {
        _text = edited.Text ?? "";
        _window.Reset();
        Move(edited.Cursor);
    }

    /// <summary>What of the line can be seen in so many cells, and in which of them the cursor stands. An ellipsis stands for what is hidden.</summary>
    public EditorView View(int cells) => _window.View(Edited, cells);

    /// <summary>Text as it may stand in a line: line ends made one, other control characters left out.</summary>
    private static string Fit(string text)
    {
        text = text.ReplaceLineEndings("\n");
        return text.Any(static c => char.IsControl(c) && c is not ('\n' or '\t'))
            ? string.Concat(text.Where(static c => !char.IsControl(c) || c is '\n' or '\t'))
            : text;
    }

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        return text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }

    private void Put(string text)
    {
        _text = _text.Insert(_cursor, text);
        _cursor += text.Length;
    }

    private void Move(int to)
    {
        _cursor = to;
        _last = Edit.Other;
    }

    private void Remember() => _undo.Push(Edited);

    private void Remove(int start, int end)
    {
        if (start < end)
        {
            Remember();
            _text = _text.Remove(start, end - start);
            Move(start);
        }
    }

    private void Kill(int start, int end)
    {
        if (start < end)
        {
            _kills.Add(_text[start..end], joins: _last == Edit.Kill, before: start < _cursor);
            Remove(start, end);
            _last = Edit.Kill;
        }
    }

    private void Recall(string? line)
    {
        if (line is not null)
        {
            _undo.Clear();
            Show(new EditedText(line, line.Length));
        }
    }
}
