using System.Diagnostics.CodeAnalysis;

namespace Chat.Protocol.Search;

/// <summary>
/// What somebody looks for: words, phrases and prefixes that must all occur in a text. A word that <see cref="SearchText"/> cuts into several
/// tokens (<c>don't</c>, <c>寿司</c>) is a phrase of them; what has none is left out. Immutable.
/// </summary>
public sealed class SearchQuery
{
    private const char Prefix = '*';

    // What each term reads like in a text that has a space before and behind each token.
    private readonly string[] _needles;

    internal SearchQuery(IReadOnlyList<SearchTerm> terms)
    {
        Terms = terms;
        _needles = [.. terms.Select(static term => $" {string.Join(' ', term.Tokens)}{(term.IsPrefix ? "" : " ")}")];
    }

    /// <summary>All that must occur, at least one.</summary>
    public IReadOnlyList<SearchTerm> Terms { get; }

    /// <summary>Reads words, <c>"phrases"</c> (in straight or curly quotes; an unclosed one goes to the end), and <c>prefix*</c>, of a phrase that of its last word.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="query">The query, or null.</param>
    /// <returns>False when there is nothing in it to look for.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out SearchQuery? query)
    {
        var terms = new List<SearchTerm>();
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var isPhrase = IsQuote(rest[0]);
            var length = isPhrase ? IndexOrEnd(rest[1..], IsQuote) : IndexOrEnd(rest, IsEndOfWord);
            var term = rest.Slice(isPhrase ? 1 : 0, length);
            rest = rest[Math.Min(isPhrase ? length + 2 : Math.Max(length, 1), rest.Length)..];
            var isPrefix = term.EndsWith(Prefix) || (isPhrase && rest.StartsWith(Prefix));
            var tokens = SearchText.Tokenize(term.ToString());
            if (tokens.Length > 0)
            {
                terms.Add(new SearchTerm(tokens.Split(' '), isPrefix));
            }
        }

        query = terms.Count > 0 ? new SearchQuery(terms) : null;
        return query is not null;
    }

    /// <summary>Whether all terms occur in a text.</summary>
    /// <param name="text">A message as it was posted, not its tokens.</param>
    /// <returns>True when it is found by this query.</returns>
    public bool IsMatch(string text)
    {
        var tokens = $" {SearchText.Tokenize(text)} ";
        foreach (var needle in _needles)
        {
            if (!tokens.Contains(needle, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static int IndexOrEnd(ReadOnlySpan<char> text, Func<char, bool> isFound)
    {
        var index = 0;
        while (index < text.Length && !isFound(text[index]))
        {
            index++;
        }

        return index;
    }

    private static bool IsEndOfWord(char c) => char.IsWhiteSpace(c) || IsQuote(c);

    private static bool IsQuote(char c) => c is '"' or '\u201c' or '\u201d' or '\u201e';
}
