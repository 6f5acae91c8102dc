using Chat.Protocol.Frames;
using Chat.Server.Delivery;

namespace Chat.Server.Sequencing.Commands;

/// <summary>A request that is refused for its shape alone; it takes a turn so that answers keep their order.</summary>
internal sealed record RefuseCommand(Subscriber From, ErrorFrame Error) : Command(From, Error.Id);
