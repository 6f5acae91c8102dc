using System.Globalization;
using Chat.Client.Plain.Editing;
using Chat.Client.State;
using Chat.Client.Terminal;

namespace Chat.Client.Plain.Completion;

/// <summary>
/// Several words that the half-typed one may become: Tab puts in the next, Shift+Tab the one before, Esc brings back what was typed, any
/// other key leaves what stands there and does what it always does.
/// </summary>
internal sealed class CompletionMenu : IKeyMode
{
    private readonly LineEditor _editor;
    private readonly EditedText _before;
    private readonly Completions _completions;
    private readonly DisplayText[] _shown;
    private int? _chosen;

    /// <summary>Makes the menu for what stands before the cursor.</summary>
    public CompletionMenu(LineEditor editor, Completions completions)
    {
        _editor = editor;
        _before = editor.Edited;
        _completions = completions;
        _shown = [.. completions.Candidates.Select(static candidate => DisplayText.Of(candidate.Shown))];
    }

    public EditedText? Aside => null;

    /// <summary>Completes what stands before the cursor: the whole word when there is one only, as much as all have in common otherwise.</summary>
    public static void Open(LineEditor editor, Completions completions, bool back)
    {
        if (completions.Candidates.Count == 1)
        {
            var edited = editor.Edited;
            editor.Replace(completions.Start, edited.Cursor, Text(completions.Candidates[0], edited));
        }
        else if (completions.Candidates.Count > 1)
        {
            var menu = new CompletionMenu(editor, completions);
            editor.Mode = menu;
            if (back)
            {
                menu.Choose(-1);
            }
            else if (completions.Common() is var common && editor.Cursor - completions.Start is var typed && common.Length > typed)
            {
                // What is typed stays as it is typed until one is chosen.
                editor.Insert(common[typed..]);
            }
        }
    }

    public DisplayText? Prompt(int cells) => null;

    public KeyModeResult Take(KeyStroke stroke)
    {
        switch (stroke.Action)
        {
            case KeyAction.Complete:
                Choose(1);
                return KeyModeResult.Stays;
            case KeyAction.CompleteBack:
                Choose(-1);
                return KeyModeResult.Stays;
            case KeyAction.Cancel:
                _editor.Show(_before);
                return KeyModeResult.Ends;
            default:
                return KeyModeResult.Passes;
        }
    }

    /// <summary>As many as fit, in pages; the one that is put in stands in brackets, and the number of the others at the end.</summary>
    public DisplayText Below(int cells)
    {
        var others = string.Create(CultureInfo.InvariantCulture, $" +{_shown.Length}").Length;
        var first = 0;
        while (true)
        {
            var end = first;
            for (var room = cells - others; end < _shown.Length && (end == first || Cells(end) <= room); end++)
            {
                room -= Cells(end);
            }

            if (end == _shown.Length || (_chosen ?? 0) < end)
            {
                return CellText.Cut(Page(first, end), cells);
            }

            first = end;
        }
    }

    private static string Text(Candidate candidate, EditedText edited)
    {
        var hasSpace = edited.Cursor < edited.Text.Length && edited.Text[edited.Cursor] == ' ';
        return hasSpace ? candidate.Text.TrimEnd(' ') : candidate.Text;
    }

    private int Cells(int index) => CellWidth.Of(_shown[index].Value) + 2;

    private DisplayText Page(int first, int end)
    {
        var items = Enumerable.Range(first, end - first)
            .Select(i => i == _chosen ? DisplayText.Format($"[{_shown[i]}]") : DisplayText.Format($" {_shown[i]} "));
        var others = _shown.Length - (end - first);
        return others == 0 ? DisplayText.Join("", items) : DisplayText.Format($"{DisplayText.Join("", items)} +{others}");
    }

    private void Choose(int step)
    {
        var count = _completions.Candidates.Count;
        _chosen = _chosen is { } chosen ? (chosen + step + count) % count : step > 0 ? 0 : count - 1;
        var text = Text(_completions.Candidates[_chosen.Value], _before);
        _editor.Show(_before);
        _editor.Replace(_completions.Start, _before.Cursor, text);
    }
}
