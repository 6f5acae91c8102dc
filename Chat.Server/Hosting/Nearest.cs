namespace Chat.Server.Hosting;

/// <summary>Finds what somebody probably meant.</summary>
internal static class Nearest
{
    /// <summary>The candidate that the fewest slips lead to: letters missing, added, changed, or swapped with their neighbour.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="candidates">What there is.</param>
    /// <returns>Null when none is near: more than a third of it, and more than 2 letters, would be wrong.</returns>
    public static string? To(string text, IEnumerable<string> candidates)
    {
        if (text.Length > 64)
        {
            return null;
        }

        var nearest = candidates.Select(candidate => (candidate, distance: Distance(text, candidate))).MinBy(pair => pair.distance);
        return nearest.candidate is { } found && nearest.distance <= Math.Max(2, text.Length / 3) ? found : null;
    }

    private static int Distance(string one, string two)
    {
        var distances = new int[one.Length + 1][];
        for (var i = 0; i <= one.Length; i++)
        {
            distances[i] = new int[two.Length + 1];
            for (var j = 0; j <= two.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distances[i][j] = i + j;
                    continue;
                }

                var same = char.ToLowerInvariant(one[i - 1]) == char.ToLowerInvariant(two[j - 1]) ? 0 : 1;
                var least = Math.Min(Math.Min(distances[i - 1][j], distances[i][j - 1]) + 1, distances[i - 1][j - 1] + same);
                var swapped = i > 1 && j > 1 && one[i - 1] == two[j - 2] && one[i - 2] == two[j - 1];
                distances[i][j] = swapped ? Math.Min(least, distances[i - 2][j - 2] + 1) : least;
            }
        }

        return distances[one.Length][two.Length];
    }
}
