namespace Chat.Bench.Peers.Plots;

/// <summary>An axis on which equal ratios are equally far apart, from one round number to another.</summary>
/// <param name="Least">Its first number, above 0.</param>
/// <param name="Most">Its last one.</param>
internal readonly record struct LogScale(double Least, double Most)
{
    /// <summary>The numbers: 1, 2 and 5 times powers of ten.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            var (least, most) = (Least, Most);
            return Enumerable.Range((int)Math.Floor(Math.Log10(least)), (int)Math.Ceiling(Math.Log10(most / least)) + 2)
                .SelectMany(static power => new[] { Step(1, power), Step(2, power), Step(5, power) })
                .Where(tick => tick >= least * 0.999 && tick <= most * 1.001);
        }
    }

    /// <summary>One that holds both values, which are above 0.</summary>
    public static LogScale For(double least, double most)
    {
        var powers = Enumerable.Range((int)Math.Floor(Math.Log10(least)) - 1, (int)Math.Ceiling(Math.Log10(most / least)) + 4);
        var ticks = powers.SelectMany(static power => new[] { Step(1, power), Step(2, power), Step(5, power) }).ToArray();
        return new LogScale(ticks.Last(tick => tick <= least * 1.001), ticks.First(tick => tick >= most * 0.999 && tick > least * 1.001));
    }

    /// <summary>Where a value stands on an axis of that length; what is below the first number stands there.</summary>
    public double Place(double value, double length) => Math.Log(Math.Max(value, Least) / Least) / Math.Log(Most / Least) * length;

    private static double Step(int factor, int power) => Math.Round(factor * Math.Pow(10, power), Math.Max(0, -power));
}
