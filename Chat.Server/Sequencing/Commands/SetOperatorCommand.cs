using Chat.Protocol.Names;

namespace Chat.Server.Sequencing.Commands;

/// <summary>Make a registered user an operator, or no longer one. Comes to whether that changed anything.</summary>
internal sealed record SetOperatorCommand(Nick Nick, bool IsOperator) : HouseCommand<bool>;
