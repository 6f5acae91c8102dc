using Chat.Protocol.Names;

namespace Chat.Server.Sequencing.Commands;

/// <summary>Free a nick for others. Comes to the nick that its owner is called by afterwards.</summary>
/// <param name="Nick">Which.</param>
/// <param name="MayRename">Whether somebody who goes by it now gets another one; else it is refused with <c>nick_in_use</c>.</param>
internal sealed record ReleaseCommand(Nick Nick, bool MayRename) : HouseCommand<string>;
