using System.Globalization;

namespace Chat.Bench.Peers.Plots;

/// <summary>Numbers as they stand in a drawing: three digits that count, and a unit where it is a large one.</summary>
internal static class Quantity
{
    public static string Count(double value) => value switch
    {
        >= 999_500 => $"{Digits(value / 1e6)} M",
        >= 999.5 => $"{Digits(value / 1e3)} k",
        _ => Digits(value),
    };

    public static string Bytes(double value) => Math.Abs(value) >= 1000 ? $"{Digits(value / 1000)} KB" : $"{Digits(value)} B";

    public static string Digits(double value)
    {
        var format = Math.Abs(value) switch
        {
            < 10 => "0.##",
            < 100 => "0.#",
            _ => "0",
        };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
