using Chat.Protocol.Search;

namespace Chat.Server.Log;

/// <summary>What to look for.</summary>
/// <param name="Query">The words, phrases and prefixes; all must occur.</param>
/// <param name="Logs">In which logs, each up to and including this seq.</param>
/// <param name="Before">Only what was committed before this place, as <see cref="LogHits.Next"/> gave it; null from the newest.</param>
/// <param name="Limit">The most hits to give, at least 1.</param>
/// <param name="MaxBytes">Stop before the texts exceed this many bytes of UTF-8 (the first hit is always given).</param>
internal sealed record LogSearch(SearchQuery Query, IReadOnlyDictionary<LogId, long> Logs, long? Before, int Limit, int MaxBytes);
