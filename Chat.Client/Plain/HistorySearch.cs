using Chat.Client.Plain.Editing;
using Chat.Client.State;
using Chat.Client.Terminal;

namespace Chat.Client.Plain;

/// <summary>
/// Ctrl+R: looks for what is typed in the lines typed before, from the newest back, whatever the case. What is found stands in the line.
/// Enter takes it to be sent or changed, Esc brings back what was there, any other key takes it and does what it always does.
/// </summary>
internal sealed class HistorySearch(LineEditor editor, InputHistory history) : IKeyMode
{
    /// <summary>Chars looked for.</summary>
    private const int MaxQuery = 100;

    private readonly EditedText _before = editor.Edited;
    private string _query = "";
    private int _at = history.Count;
    private bool _failed;

    public EditedText? Aside => _before;

    public DisplayText? Prompt(int cells)
    {
        var failed = DisplayText.Literal(_failed ? "failed " : "");
        var whole = DisplayText.Format($"({failed}reverse-search)'{_query}': ");
        var brief = DisplayText.Format($"({failed}search)'{_query}': ");
        return CellWidth.Of(whole.Value) <= cells ? whole
            : CellWidth.Of(brief.Value) <= cells ? brief
            : DisplayText.Format($"({failed}search): ");
    }

    public DisplayText Below(int cells) => default;

    public KeyModeResult Take(KeyStroke stroke)
    {
        switch (stroke.Action)
        {
            case KeyAction.SearchOlder:
                Find(-1, _at - 1);
                return KeyModeResult.Stays;
            case KeyAction.SearchNewer:
                Find(1, _at + 1);
                return KeyModeResult.Stays;
            case KeyAction.Insert or KeyAction.Paste when _query.Length + stroke.Text.Length <= MaxQuery:
                _query += stroke.Text;
                Find(-1, Math.Min(_at, history.Count - 1));
                return KeyModeResult.Stays;
            case KeyAction.Insert or KeyAction.Paste:
                return KeyModeResult.Stays;
            case KeyAction.Backspace:
                _query = _query[..Clusters.Before(_query, _query.Length)];
                _at = history.Count;
                editor.Show(_before);
                Find(-1, _at - 1);
                return KeyModeResult.Stays;
            case KeyAction.Cancel:
                editor.Show(_before);
                return KeyModeResult.Ends;
            default:
                if (_at < history.Count)
                {
                    history.GoTo(_at, _before.Text);
                }

                return stroke.Action == KeyAction.Enter ? KeyModeResult.Ends : KeyModeResult.Passes;
        }
    }

    private void Find(int step, int from)
    {
        if (_query.Length == 0)
        {
            _failed = false;
            return;
        }

        for (var i = from; i >= 0 && i < history.Count; i += step)
        {
            var found = history[i].IndexOf(_query, StringComparison.OrdinalIgnoreCase);
            var isNew = i == _at || _at == history.Count || history[i] != history[_at];
            if (found >= 0 && isNew)
            {
                _at = i;
                _failed = false;
                editor.Show(new EditedText(history[i], found));
                return;
            }
        }

        _failed = true;
    }
}
