using Chat.Protocol.Frames;

namespace Chat.Client.Store;

/// <summary>Events of a log out of the copy.</summary>
/// <param name="Events">In seq order, without a gap between two.</param>
/// <param name="IsWhole">There are as many as were asked for, or all that the server has on that side.</param>
internal sealed record CopiedPage(IReadOnlyList<PageEvent> Events, bool IsWhole);
