using Chat.Protocol.Frames;
using Chat.Server.Delivery;

namespace Chat.Server.Sequencing.Commands;

/// <summary>A session ends.</summary>
/// <param name="HasPeer">Whether somebody may still be there to read what is on its way.</param>
/// <param name="Last">The last frame to send him, an Error or a Bye; null when there is nothing to say.</param>
internal sealed record ExitCommand(Subscriber From, bool HasPeer, Frame? Last) : Command(From, 0);
