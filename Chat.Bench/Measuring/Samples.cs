using System.Globalization;

namespace Chat.Bench.Measuring;

/// <summary>Numbers of one kind that were measured.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];
    private bool _isSorted = true;

    public int Count => _values.Count;

    public double Median => Percentile(50);

    public double Least => Percentile(0);

    public double Most => Percentile(100);

    public void Add(double value)
    {
        _values.Add(value);
        _isSorted = false;
    }

    /// <summary>The least value that so many percent do not exceed; NaN without any.</summary>
    public double Percentile(double percent)
    {
        if (_values.Count == 0)
        {
            return double.NaN;
        }

        if (!_isSorted)
        {
            _values.Sort();
            _isSorted = true;
        }

        return _values[Math.Clamp((int)Math.Ceiling(percent / 100 * _values.Count) - 1, 0, _values.Count - 1)];
    }

    /// <summary>The median and, in brackets, the range.</summary>
    public string Spread(string format) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Median.ToString(format, CultureInfo.InvariantCulture)} ({Least.ToString(format, CultureInfo.InvariantCulture)} to {Most.ToString(format, CultureInfo.InvariantCulture)})");
}
