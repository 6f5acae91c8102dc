namespace Chat.Server.Sessions;

/// <summary>Why a connection cannot be used.</summary>
/// <param name="Reason">For the log.</param>
/// <param name="Error">The error code to tell the peer; null when it would not understand.</param>
/// <param name="Message">What to tell beside the code.</param>
internal sealed record ConnectionRefusal(string Reason, string? Error = null, string? Message = null);
