namespace Chat.Tests.History;

/// <summary>What was found wrong. One broken thing often breaks a rule ten thousand times: the first few of each are told, the rest counted.</summary>
internal sealed class Faults
{
    private const int MostOfARule = 20;
    private readonly SortedDictionary<Rule, (List<string> Told, int Count)> _byRule = [];

    public IReadOnlyList<string> Sentences
    {
        get
        {
            var sentences = new List<string>();
            foreach (var (rule, (told, count)) in _byRule)
            {
                sentences.AddRange(told);
                if (count > told.Count)
                {
                    sentences.Add($"{rule}: and {count - told.Count} more.");
                }
            }

            return sentences;
        }
    }

    public void Add(Rule rule, string sentence)
    {
        var (told, count) = _byRule.TryGetValue(rule, out var found) ? found : ([], 0);
        if (count < MostOfARule)
        {
            told.Add($"{rule}: {sentence}");
        }

        _byRule[rule] = (told, count + 1);
    }
}
