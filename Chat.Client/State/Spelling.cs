namespace Chat.Client.State;

/// <summary>How far a word is from one that was meant.</summary>
internal static class Spelling
{
    /// <summary>Letters of a word that may be wrong in an option.</summary>
    private const int MostSlips = 2;

    /// <summary>The known word that a mistyped one is nearest to; null when none is near.</summary>
    public static string? Nearest(string typed, IEnumerable<string> known) => typed.Length > 64 ? null : known
        .Select(word => (Word: word, Slips: word.StartsWith(typed, StringComparison.Ordinal) ? 0 : Distance(typed, word)))
        .Where(static found => found.Slips <= MostSlips).OrderBy(static found => found.Slips).FirstOrDefault().Word;

    /// <summary>How many letters are wrong, missing, too many, or swapped with the next (optimal string alignment).</summary>
    public static int Distance(string a, string b)
    {
        var before = new int[b.Length + 1];
        var last = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last) = (last, row);
        }

        return last[b.Length];
    }
}
