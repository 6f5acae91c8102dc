namespace Chat.Client.State;

/// <summary>Somebody came, went, or stayed under another name.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Nick">To whom.</param>
/// <param name="NewNick">Who that is from then on; null for the same.</param>
internal sealed record PresenceChange(PresenceKind Kind, string Nick, string? NewNick = null);
