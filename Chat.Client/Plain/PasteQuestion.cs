using Chat.Client.Plain.Editing;
using Chat.Client.State;
using Chat.Client.Terminal;

namespace Chat.Client.Plain;

/// <summary>After a paste of many lines: whether it is meant as one message.</summary>
/// <param name="editor">The line, which has the paste in it already, as its last change.</param>
/// <param name="lines">Lines pasted.</param>
internal sealed class PasteQuestion(LineEditor editor, int lines) : IKeyMode
{
    /// <summary>So many lines are pasted without a question.</summary>
    public const int MaxUnasked = 5;

    public EditedText? Aside => null;

    public DisplayText? Prompt(int cells) => null;

    public static int Lines(string text) => text.AsSpan().Count('\n') + 1;

    public KeyModeResult Take(KeyStroke stroke)
    {
        if (stroke.Action != KeyAction.Cancel)
        {
            return KeyModeResult.Passes;
        }

        editor.Undo();
        return KeyModeResult.Ends;
    }

    public DisplayText Below(int cells)
    {
        var asked = DisplayText.Format($"{lines} lines pasted: Enter sends one message, Esc drops it, other keys edit");
        var brief = DisplayText.Format($"{lines} lines: Enter sends, Esc drops");
        return CellWidth.Of(asked.Value) <= cells ? asked : CellText.Cut(brief, cells);
    }
}
