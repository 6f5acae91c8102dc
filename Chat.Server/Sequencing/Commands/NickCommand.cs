using Chat.Protocol.Names;
using Chat.Server.Delivery;

namespace Chat.Server.Sequencing.Commands;

/// <summary>Be called something else.</summary>
internal sealed record NickCommand(Subscriber From, uint Id, Nick Nick) : Command(From, Id);
