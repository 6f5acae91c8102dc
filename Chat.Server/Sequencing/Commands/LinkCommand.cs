using Chat.Server.Delivery;

namespace Chat.Server.Sequencing.Commands;

/// <summary>Make a code for another device of one's own.</summary>
internal sealed record LinkCommand(Subscriber From, uint Id) : Command(From, Id);
