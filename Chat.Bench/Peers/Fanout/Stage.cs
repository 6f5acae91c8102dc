using System.Globalization;

namespace Chat.Bench.Peers.Fanout;

/// <summary>One measurement on connections that are there.</summary>
/// <param name="Seconds">How long messages are sent.</param>
/// <param name="Window">Messages of a room that are under way at a time: the next one is sent when the last member has one. 0 when there is a rate.</param>
/// <param name="Rate">Messages a second in all, by the clock. 0 when there is a window.</param>
/// <param name="IsQuiet">Whether it only warms up, and nothing is told of it.</param>
internal sealed record Stage(double Seconds, int Window, double Rate, bool IsQuiet)
{
    public const int LargestWindow = 4096;

    public bool IsPaced => Rate > 0;

    /// <summary>Reads "window=16,seconds=2" or "rate=50,seconds=3", and ",quiet" behind either.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static Stage Parse(string text)
    {
        var stage = new Stage(2, 0, 0, false);
        foreach (var part in text.Split(','))
        {
            var (name, value) = part.Split('=') switch
            {
                [var single] => (single, ""),
                [var left, var right] => (left, right),
                _ => (part, ""),
            };
            stage = name switch
            {
                "window" => stage with { Window = int.Parse(value, CultureInfo.InvariantCulture) },
                "rate" => stage with { Rate = double.Parse(value, CultureInfo.InvariantCulture) },
                "seconds" => stage with { Seconds = double.Parse(value, CultureInfo.InvariantCulture) },
                "quiet" => stage with { IsQuiet = true },
                _ => throw new FormatException($"'{part}' is no part of a stage."),
            };
        }

        return (stage.Window is > 0 and <= LargestWindow) != (stage.Rate > 0) && stage.Window >= 0 && stage.Rate >= 0 && stage.Seconds is > 0 and <= 600
            ? stage
            : throw new FormatException($"'{text}' is no stage: window=1..{LargestWindow} or rate=N, seconds up to 600, and perhaps quiet.");
    }
}
