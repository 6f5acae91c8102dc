using Chat.Bench.Measuring;

namespace Chat.Bench.Peers.Results;

/// <summary>What several rounds came to.</summary>
internal readonly record struct Spread(double Median, double Least, double Most)
{
    /// <summary>Of at least one value.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        var samples = new Samples();
        foreach (var value in values)
        {
            samples.Add(value);
        }

        return new Spread(Round(samples.Median), Round(samples.Least), Round(samples.Most));
    }

    private static double Round(double value) => Math.Round(value, 4);
}
