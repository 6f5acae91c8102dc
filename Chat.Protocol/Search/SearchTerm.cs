namespace Chat.Protocol.Search;

/// <summary>One thing that must occur in a text.</summary>
/// <param name="Tokens">Tokens as <c>SearchText</c> makes them, one after the other; more than one for a phrase.</param>
/// <param name="IsPrefix">Whether the last token may go on.</param>
public sealed record SearchTerm(IReadOnlyList<string> Tokens, bool IsPrefix);
