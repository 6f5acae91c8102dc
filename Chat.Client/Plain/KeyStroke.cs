namespace Chat.Client.Plain;

/// <summary>A key, or a whole paste, understood.</summary>
/// <param name="Text">What belongs to the action: what is inserted, or which room.</param>
internal readonly record struct KeyStroke(KeyAction Action, string Text = "");
