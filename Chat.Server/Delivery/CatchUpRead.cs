using Chat.Server.Log;

namespace Chat.Server.Delivery;

/// <summary>A read for a session that is behind, and what came of it.</summary>
/// <param name="Subscription">Whose.</param>
/// <param name="Epoch">The subscription's epoch when it began; at another one the result is not taken.</param>
/// <param name="Range">What was asked for.</param>
/// <param name="Slice">What was found; null when the log could not be read.</param>
internal sealed record CatchUpRead(Subscription Subscription, int Epoch, LogRead Range, LogSlice? Slice);
