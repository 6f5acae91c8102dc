namespace Chat.Client.Connection;

/// <summary>How a connection ended.</summary>
/// <param name="Reason">In words.</param>
/// <param name="IsProtocol">What came was no frame.</param>
internal sealed record ConnectionLoss(string Reason, bool IsProtocol);
