using Chat.Server.Delivery;

namespace Chat.Server.Sequencing.Commands;

/// <summary>List one's own rooms and conversations.</summary>
/// <param name="After">Those after this one in the list; null from the beginning.</param>
internal sealed record MineCommand(Subscriber From, uint Id, string? After) : Command(From, Id);
