namespace Chat.Client.Connection;

/// <summary>What is new about a server's key.</summary>
/// <param name="Fingerprint">The key it has.</param>
/// <param name="Before">The one it had, which has signed this one; null: it was met for the first time.</param>
/// <param name="KeptIn">The file that has it now.</param>
/// <param name="IsNamed">The address told it beforehand, so that there is nothing to compare.</param>
internal sealed record KeyNews(string Fingerprint, string? Before, string KeptIn, bool IsNamed = false);
