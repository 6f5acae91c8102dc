namespace Chat.Client.State;

/// <summary>A message that later ones may refer to.</summary>
/// <param name="Text">Its first words, as they came.</param>
internal readonly record struct SeenMessage(string Nick, long Time, string Text);
