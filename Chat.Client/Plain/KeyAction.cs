namespace Chat.Client.Plain;

/// <summary>What a key means to the line mode.</summary>
internal enum KeyAction
{
    None,

    /// <summary>Puts <see cref="KeyStroke.Text"/> into the line.</summary>
    Insert,

    /// <summary>Puts <see cref="KeyStroke.Text"/>, which was pasted, into the line.</summary>
    Paste,
    Enter,
    Left,
    Right,
    Home,
    End,
    WordLeft,
    WordRight,
    Backspace,
    Delete,
    KillToEnd,
    KillToStart,

    /// <summary>Back to a space.</summary>
    KillBack,
    KillWordLeft,
    KillWordRight,
    Yank,

    /// <summary>What was yanked is replaced by what was killed before it.</summary>
    YankOlder,
    Transpose,
    Undo,
    Older,
    Newer,
    SearchOlder,
    SearchNewer,
    Complete,
    CompleteBack,
    Cancel,
    EndOfInput,
    Redraw,

    /// <summary>The room of the number in <see cref="KeyStroke.Text"/>.</summary>
    Room,
    NextRoom,
    PreviousRoom,
    ActiveRoom,
    LastRoom,
}
