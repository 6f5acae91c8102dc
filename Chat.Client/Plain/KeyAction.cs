namespace Chat.Client.Plain;

/// <summary>What a key means to the line mode.</summary>
internal enum KeyAction
{
    None,
    Insert,
    Enter,
    Left,
    Right,
    Home,
    End,
    WordLeft,
    WordRight,
    Backspace,
    Delete,
    DeleteToEnd,
    DeleteToStart,
    DeleteWord,
    Older,
    Newer,
    EndOfInput,
    Redraw,
}
