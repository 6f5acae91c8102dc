namespace Chat.Client.Plain.Editing;

/// <summary>A text that is being edited, at one moment.</summary>
/// <param name="Cursor">Where the next character goes, in chars.</param>
internal readonly record struct EditedText(string Text, int Cursor);
