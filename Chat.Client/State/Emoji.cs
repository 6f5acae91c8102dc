namespace Chat.Client.State;

/// <summary>An emoji and the name by which it is typed.</summary>
internal readonly record struct Emoji(string Name, string Text);
