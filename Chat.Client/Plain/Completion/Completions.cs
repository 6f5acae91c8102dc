using Chat.Client.Terminal;

namespace Chat.Client.Plain.Completion;

/// <summary>What a half-typed word may become.</summary>
/// <param name="Start">Where the word begins.</param>
/// <param name="Candidates">The best first.</param>
internal sealed record Completions(int Start, IReadOnlyList<Candidate> Candidates)
{
    public static Completions None { get; } = new(0, []);

    /// <summary>The longest beginning that all have in common, whatever the case, spelled as the first has it.</summary>
    public string Common()
    {
        if (Candidates.Count == 0)
        {
            return "";
        }

        var first = Candidates[0].Spelled;
        var common = 0;
        while (common < first.Length)
        {
            var length = CellWidth.ClusterLength(first.AsSpan(common));
            var cluster = first.AsSpan(common, length);
            foreach (var candidate in Candidates)
            {
                var spelled = candidate.Spelled.AsSpan();
                if (spelled.Length < common + length || !spelled.Slice(common, length).Equals(cluster, StringComparison.OrdinalIgnoreCase))
                {
                    return first[..common];
                }
            }

            common += length;
        }

        return first;
    }
}
