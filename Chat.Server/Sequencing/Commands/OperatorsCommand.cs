namespace Chat.Server.Sequencing.Commands;

/// <summary>Tell who the operators are. Comes to them in the order of their nicks, and whether a code for another one is still good.</summary>
internal sealed record OperatorsCommand() : HouseCommand<OperatorList>;
