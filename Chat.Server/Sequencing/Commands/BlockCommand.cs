using Chat.Protocol.Names;
using Chat.Server.Delivery;

namespace Chat.Server.Sequencing.Commands;

/// <summary>Take no direct messages from somebody, or take them again.</summary>
internal sealed record BlockCommand(Subscriber From, uint Id, Nick Nick, bool On) : Command(From, Id);
