using Chat.Client.State;

namespace Chat.Client.Plain;

/// <summary>What keys do: they change the typed line, and Enter hands it to the chat. Its methods may be called from any thread.</summary>
internal sealed class TerminalInput(LineChat chat, LineEditor editor, TerminalScreen screen, TimeProvider time)
{
    private readonly KeyDecoder _decoder = new();
    private readonly long _start = time.GetTimestamp();
    private bool _toldOfLength;

    /// <summary>A key was pressed.</summary>
    /// <param name="key">The key.</param>
    /// <param name="more">Another one is there already.</param>
    public void OnKey(ConsoleKeyInfo key, bool more)
    {
        var now = time.GetElapsedTime(_start);
        chat.Post(() => Apply(_decoder.Feed(key, more, now)));
    }

    /// <summary>Ctrl+C: clears the line; on an empty one it ends the chat.</summary>
    public void Interrupt() => chat.Post(() =>
    {
        if (editor.Text.Length > 0)
        {
            editor.Clear();
        }
        else
        {
            chat.Quit();
        }
    });

    /// <summary>The terminal has another size, or is ours again.</summary>
    public void Redraw() => chat.Post(static () => { });

    private void Apply(KeyStroke stroke)
    {
        switch (stroke.Action)
        {
            case KeyAction.Insert:
                Insert(stroke.Text);
                break;
            case KeyAction.Enter:
                _toldOfLength = false;
                chat.Submit(editor.Submit());
                break;
            case KeyAction.Left:
                editor.Left();
                break;
            case KeyAction.Right:
                editor.Right();
                break;
            case KeyAction.Home:
                editor.Home();
                break;
            case KeyAction.End:
                editor.End();
                break;
            case KeyAction.WordLeft:
                editor.WordLeft();
                break;
            case KeyAction.WordRight:
                editor.WordRight();
                break;
            case KeyAction.Backspace:
                editor.Backspace();
                break;
            case KeyAction.Delete:
                editor.Delete();
                break;
            case KeyAction.DeleteToEnd:
                editor.DeleteToEnd();
                break;
            case KeyAction.DeleteToStart:
                editor.DeleteToStart();
                break;
            case KeyAction.DeleteWord:
                editor.DeleteWord();
                break;
            case KeyAction.Older:
                editor.Older();
                break;
            case KeyAction.Newer:
                editor.Newer();
                break;
            case KeyAction.EndOfInput when editor.Text.Length == 0:
                chat.Quit();
                break;
            case KeyAction.EndOfInput:
                editor.Delete();
                break;
            case KeyAction.Redraw:
                screen.Clear();
                break;
            default:
                break;
        }
    }

    private void Insert(string text)
    {
        if (!editor.Insert(text) && !_toldOfLength)
        {
            _toldOfLength = true;
            screen.Print(ChatLine.Error($"That is longer than a message may be; the rest was left out."));
        }
    }
}
