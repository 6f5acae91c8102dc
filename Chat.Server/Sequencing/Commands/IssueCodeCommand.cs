using Chat.Protocol.Names;
using Chat.Server.Log;

namespace Chat.Server.Sequencing.Commands;

/// <summary>Make a code that lets somebody in. Comes to the code.</summary>
/// <param name="Purpose">What it is good for.</param>
/// <param name="Nick">Whose device it adds; null for other purposes.</param>
/// <param name="Room">The room it leads into; null for none.</param>
/// <param name="Uses">How often it may be used, from 1.</param>
/// <param name="Lifetime">How long it is good, in ms; null for as long as it has uses left.</param>
internal sealed record IssueCodeCommand(CodePurpose Purpose, Nick? Nick, RoomName? Room, int Uses, long? Lifetime) : HouseCommand<string>;
