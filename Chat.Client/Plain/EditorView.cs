using Chat.Client.State;

namespace Chat.Client.Plain;

/// <summary>What can be seen of a typed line.</summary>
/// <param name="Shown">The cells to write.</param>
/// <param name="Column">The cell that the cursor stands in, from 0.</param>
internal readonly record struct EditorView(DisplayText Shown, int Column);
