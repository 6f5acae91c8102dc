namespace Chat.Client.Plain;

/// <summary>A key, understood.</summary>
/// <param name="Text">What <see cref="KeyAction.Insert"/> inserts.</param>
internal readonly record struct KeyStroke(KeyAction Action, string Text = "");
