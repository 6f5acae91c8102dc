namespace Chat.Server.Hosting;

/// <summary>What a server has to say at its start about who may do everything.</summary>
/// <param name="HasOperators">Whether there are any.</param>
/// <param name="Link">A new link that makes an operator, a secret; null when there are any, when an earlier link is still good, or when the store does not take it.</param>
internal sealed record OperatorStart(bool HasOperators, string? Link);
