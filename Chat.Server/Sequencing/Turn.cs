using Chat.Server.Sequencing.Commands;

namespace Chat.Server.Sequencing;

/// <summary>A command that has had its turn in a group.</summary>
/// <param name="Command">The command.</param>
/// <param name="IsPromised">Whether its answer promises that something is stored.</param>
/// <param name="Refusal">The error code with which it was refused because the store did not take that before; null when it was not.</param>
internal readonly record struct Turn(Command Command, bool IsPromised, string? Refusal);
