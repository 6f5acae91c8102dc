using Chat.Client.State;

namespace Chat.Client.Plain;

/// <summary>A grapheme cluster of a typed line, as it is shown.</summary>
internal readonly record struct EditorPiece(DisplayText Shown, int Cells);
