namespace Chat.Client.State;

/// <summary>Something typed that the server does not have yet.</summary>
/// <param name="Key">The message's key.</param>
/// <param name="Room">Where it goes.</param>
/// <param name="Text">Its first line, clean.</param>
internal sealed record SendingLine(Guid Key, string Room, DisplayText Text);
