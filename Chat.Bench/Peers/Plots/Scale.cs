namespace Chat.Bench.Peers.Plots;

/// <summary>An axis from 0 on, with round numbers along it.</summary>
/// <param name="Most">Its last number.</param>
/// <param name="Step">From one to the next.</param>
internal readonly record struct Scale(double Most, double Step)
{
    /// <summary>The numbers, 0 first.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            var step = Step;
            return Enumerable.Range(0, (int)Math.Round(Most / Step) + 1).Select(i => i * step);
        }
    }

    /// <summary>One that holds a value, with about that many steps of 1, 2 or 5 times a power of ten.</summary>
    public static Scale For(double most, int steps)
    {
        if (most <= 0)
        {
            return new Scale(1, 1);
        }

        var raw = most / steps;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = power * ((raw / power) switch
        {
            <= 1 => 1,
            <= 2 => 2,
            <= 5 => 5,
            _ => 10,
        });
        return new Scale(Math.Ceiling((most / step) - 1e-9) * step, step);
    }

    /// <summary>Where a value stands on an axis of that length.</summary>
    public double Place(double value, double length) => value / Most * length;
}
