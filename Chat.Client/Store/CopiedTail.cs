using Chat.Protocol.Frames;

namespace Chat.Client.Store;

/// <summary>The end of a copied log, about the place where reading stopped.</summary>
/// <param name="Shown">The last of those that were shown.</param>
/// <param name="Unseen">The latest of those that came and were never shown.</param>
/// <param name="UnseenCount">How many there are of those in all.</param>
internal sealed record CopiedTail(IReadOnlyList<PageEvent> Shown, IReadOnlyList<PageEvent> Unseen, long UnseenCount);
