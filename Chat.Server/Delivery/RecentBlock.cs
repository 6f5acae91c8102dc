namespace Chat.Server.Delivery;

/// <summary>Where one of the newest blocks of a feed is kept in <see cref="RecentBlocks"/>.</summary>
/// <param name="First">The seq of its first event.</param>
/// <param name="Last">The seq of its last event.</param>
/// <param name="Position">Where its bytes begin, counted over all that were ever kept.</param>
/// <param name="Length">How many bytes it has.</param>
internal readonly record struct RecentBlock(long First, long Last, long Position, int Length);
