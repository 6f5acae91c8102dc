using Chat.Client.Plain.Editing;
using Chat.Client.State;

namespace Chat.Client.Plain;

/// <summary>After Ctrl+C on an empty line: the next one ends the chat, any other key does what it always does.</summary>
internal sealed class QuitHint : IKeyMode
{
    public EditedText? Aside => null;

    public DisplayText? Prompt(int cells) => null;

    public KeyModeResult Take(KeyStroke stroke) => stroke.Action == KeyAction.Cancel ? KeyModeResult.Ends : KeyModeResult.Passes;

    public DisplayText Below(int cells) => CellText.Cut(DisplayText.Literal("Ctrl+C again or /quit ends the chat"), cells);
}
