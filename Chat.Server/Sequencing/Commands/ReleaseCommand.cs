using Chat.Protocol.Names;

namespace Chat.Server.Sequencing.Commands;

/// <summary>Free a nick for others. Comes to the nick that its owner is called by afterwards.</summary>
internal sealed record ReleaseCommand(Nick Nick) : HouseCommand<string>;
