using Chat.Protocol.Search;

namespace Chat.Bench.Store;

/// <summary>Words of a known frequency in the texts of a room, to search for.</summary>
/// <param name="Queries">What each stands for, and what is typed.</param>
internal sealed record WordChoice(IReadOnlyList<(string Name, string Typed)> Queries)
{
    /// <summary>Chooses out of all texts.</summary>
    public static WordChoice From(IEnumerable<string> texts)
    {
        var messages = new Dictionary<string, int>(StringComparer.Ordinal);
        var (count, middle) = (0, "");
        foreach (var text in texts)
        {
            count++;
            var words = text.Split(' ');
            foreach (var word in words.Distinct())
            {
                messages[word] = messages.GetValueOrDefault(word) + 1;
            }

            middle = words.Length >= 4 && middle.Length == 0 && count > 1_000 ? text : middle;
        }

        var byCount = messages.OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key, StringComparer.Ordinal).ToArray();
        var most = byCount[0];
        var common = Nearest(count / 100);
        var rare = Nearest(10);
        var phrase = middle.Split(' ').Take(2).ToArray();
        return new WordChoice([
            ($"a word in {rare.Value} messages", rare.Key),
            ($"a word in {common.Value}", common.Key),
            ($"the most common one, in {most.Value}", most.Key),
            ($"the two most common together", $"{most.Key} {byCount[1].Key}"),
            ($"a common and a rare one", $"{most.Key} {rare.Key}"),
            ($"a prefix of three letters", $"{common.Key[..Math.Min(3, common.Key.Length)]}*"),
            ($"a prefix of two letters", $"{most.Key[..2]}*"),
            ($"a prefix of one letter", $"{most.Key[0]}*"),
            ($"a phrase of words in {messages[phrase[0]]} and {messages[phrase[1]]}", $"\"{phrase[0]} {phrase[1]}\""),
            ($"a phrase of the two most common", $"\"{most.Key} {byCount[1].Key}\""),
            ($"a word that nobody used", "nonesuch"),
        ]);

        KeyValuePair<string, int> Nearest(int wanted) => byCount.MinBy(pair => Math.Abs(pair.Value - wanted));
    }

    public static SearchQuery Parse(string typed) =>
        SearchQuery.TryParse(typed, out var query) ? query : throw new InvalidOperationException($"There is nothing to look for in '{typed}'.");
}
