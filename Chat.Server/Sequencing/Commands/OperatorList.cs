namespace Chat.Server.Sequencing.Commands;

/// <summary>Who the operators are.</summary>
/// <param name="Operators">Their nicks, and when each was last here, Unix milliseconds; null for who is here.</param>
/// <param name="HasCode">Whether a code that makes an operator is still good.</param>
internal sealed record OperatorList(IReadOnlyList<(string Nick, long? SeenAt)> Operators, bool HasCode);
