using Chat.Server.Delivery;

namespace Chat.Server.Sequencing.Commands;

/// <summary>A Ping: its Pong comes after the answers to all requests before it.</summary>
internal sealed record PingCommand(Subscriber From, ulong Token) : Command(From, 0);
