namespace Chat.Protocol.Search;

/// <summary>What somebody looks for: words, phrases and prefixes that must all occur in a text.</summary>
public sealed class SearchQuery
{
    internal SearchQuery(IReadOnlyList<SearchTerm> terms)
    {
        Terms = terms;
    }

    /// <summary>All that must occur, at least one.</summary>
    public IReadOnlyList<SearchTerm> Terms { get; }
}
