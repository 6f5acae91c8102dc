using Chat.Server.Delivery;
using Chat.Server.Log;

namespace Chat.Server.Sequencing.Commands;

/// <summary>Give up one of one's own devices.</summary>
internal sealed record UnlinkCommand(Subscriber From, uint Id, DeviceId Device) : Command(From, Id);
