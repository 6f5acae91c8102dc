using Chat.Server.Delivery;

namespace Chat.Server.Sequencing.Commands;

/// <summary>List one's own devices.</summary>
internal sealed record DevicesCommand(Subscriber From, uint Id) : Command(From, Id);
