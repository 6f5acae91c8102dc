using Chat.Protocol.Names;
using Chat.Server.Delivery;

namespace Chat.Server.Sequencing.Commands;

/// <summary>Ask about somebody.</summary>
internal sealed record WhoisCommand(Subscriber From, uint Id, Nick Nick) : Command(From, Id);
