using Chat.Client.Plain.Completion;
using Chat.Client.State;

namespace Chat.Client.Plain;

/// <summary>What keys do: they change the typed line, and Enter hands it to the chat. Its methods may be called from any thread.</summary>
internal sealed class TerminalInput : IDisposable
{
    private readonly LineChat _chat;
    private readonly LineEditor _editor;
    private readonly TerminalScreen _screen;
    private readonly TimeProvider _time;
    private readonly KeyDecoder _decoder = new();
    private readonly Completer _completer;
    private readonly ITimer _pasteEnds;
    private readonly long _start;
    private bool _toldOfLength;

    public TerminalInput(LineChat chat, LineEditor editor, TerminalScreen screen, TimeProvider time)
    {
        _chat = chat;
        _editor = editor;
        _screen = screen;
        _time = time;
        _start = time.GetTimestamp();
        _completer = new Completer(new ChatNames(() => chat.State, chat.Commands));
        _pasteEnds = time.CreateTimer(_ => Expire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A key was pressed.</summary>
    /// <param name="key">The key.</param>
    /// <param name="more">Another one is there already.</param>
    public void OnKey(ConsoleKeyInfo key, bool more)
    {
        var now = _time.GetElapsedTime(_start);
        _chat.Post(() =>
        {
            Apply(_decoder.Expire(now));
            Apply(_decoder.Feed(key, more, now));
            if (_decoder.IsPasting && !more)
            {
                // Its end is seen to even if nothing comes any more.
                _pasteEnds.Change(KeyDecoder.PastePatience + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
            }
        });
    }

    /// <summary>Ctrl+C: calls off what takes the keys, or clears the line; on an empty one it says how to quit, and the next one does.</summary>
    public void Interrupt() => _chat.Post(() =>
    {
        switch (_editor.Mode)
        {
            case QuitHint:
                _chat.Quit();
                break;
            case { } mode:
                mode.Take(new KeyStroke(KeyAction.Cancel));
                _editor.Mode = null;
                break;
            case null when _editor.Text.Length > 0:
                _editor.Clear();
                break;
            default:
                _editor.Mode = new QuitHint();
                break;
        }
    });

    /// <summary>The terminal may have another size. What is drawn for the one it has stays.</summary>
    public void Resize() => _chat.Post(static () => { });

    /// <summary>The terminal is ours again, after others have written to it.</summary>
    public void Return() => _chat.Post(_screen.Doubt);

    public void Dispose() => _pasteEnds.Dispose();

    private void Expire()
    {
        var now = _time.GetElapsedTime(_start);
        _chat.Post(() => Apply(_decoder.Expire(now)));
    }

    private void Apply(KeyStroke stroke)
    {
        if (stroke.Action == KeyAction.None)
        {
            return;
        }

        if (_editor.Mode is { } mode)
        {
            var result = mode.Take(stroke);
            _editor.Mode = result == KeyModeResult.Stays ? mode : null;
            if (result != KeyModeResult.Passes)
            {
                return;
            }
        }

        if (!Edit(stroke))
        {
            Act(stroke);
        }
    }

    /// <summary>Keys that concern the line alone.</summary>
    private bool Edit(KeyStroke stroke)
    {
        Action? edit = stroke.Action switch
        {
            KeyAction.Left => _editor.Left,
            KeyAction.Right => _editor.Right,
            KeyAction.Home => _editor.Home,
            KeyAction.End => _editor.End,
            KeyAction.WordLeft => _editor.WordLeft,
            KeyAction.WordRight => _editor.WordRight,
            KeyAction.Backspace => _editor.Backspace,
            KeyAction.Delete => _editor.Delete,
            KeyAction.KillToEnd => _editor.KillToEnd,
            KeyAction.KillToStart => _editor.KillToStart,
            KeyAction.KillBack => _editor.KillBack,
            KeyAction.KillWordLeft => _editor.KillWordLeft,
            KeyAction.KillWordRight => _editor.KillWordRight,
            KeyAction.Yank => _editor.Yank,
            KeyAction.YankOlder => _editor.YankOlder,
            KeyAction.Transpose => _editor.Transpose,
            KeyAction.Undo => _editor.Undo,
            KeyAction.Older => _editor.Older,
            KeyAction.Newer => _editor.Newer,
            KeyAction.EndOfInput when _editor.Text.Length > 0 => _editor.Delete,
            _ => null,
        };
        edit?.Invoke();
        return edit is not null;
    }

    private void Act(KeyStroke stroke)
    {
        switch (stroke.Action)
        {
            case KeyAction.Insert:
                Insert(stroke.Text);
                break;
            case KeyAction.Paste:
                Paste(stroke.Text.TrimEnd('\n'));
                break;
            case KeyAction.Enter:
                _toldOfLength = false;
                _chat.Submit(_editor.Submit());
                break;
            case KeyAction.EndOfInput:
                _chat.Quit();
                break;
            case KeyAction.Redraw:
                _screen.Redraw();
                break;
            case KeyAction.SearchOlder or KeyAction.SearchNewer:
                _editor.Mode = new HistorySearch(_editor, _editor.History);
                break;
            case KeyAction.Complete or KeyAction.CompleteBack:
                CompletionMenu.Open(_editor, _completer.Find(_editor.Text, _editor.Cursor), stroke.Action == KeyAction.CompleteBack);
                break;
            case KeyAction.Room:
                _chat.Select(state => RoomOrder.At(state, stroke.Text[0] - '0'));
                break;
            case KeyAction.NextRoom:
                _chat.Select(static state => RoomOrder.Step(state, 1));
                break;
            case KeyAction.PreviousRoom:
                _chat.Select(static state => RoomOrder.Step(state, -1));
                break;
            case KeyAction.ActiveRoom:
                _chat.Select(RoomOrder.Active);
                break;
            case KeyAction.LastRoom:
                _chat.Select(RoomOrder.Last);
                break;
            default:
                break;
        }
    }

    private void Paste(string text)
    {
        var before = _editor.Text;
        Insert(text);
        if (_editor.Text != before && PasteQuestion.Lines(text) is > PasteQuestion.MaxUnasked and var lines)
        {
            _editor.Mode = new PasteQuestion(_editor, lines);
        }
    }

    private void Insert(string text)
    {
        if (!_editor.Insert(text) && !_toldOfLength)
        {
            _toldOfLength = true;
            _screen.Print(ChatLine.Error($"That is longer than a message may be; the rest was left out."));
        }
    }
}
