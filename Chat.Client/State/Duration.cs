using System.Globalization;

namespace Chat.Client.State;

/// <summary>How long something holds, as people write and read it: <c>10m</c> is 10 minutes.</summary>
internal static class Duration
{
    private const long Minute = 60;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    /// <summary>Reads <c>30s</c>, <c>10m</c>, <c>2h</c>, <c>7d</c> or <c>4w</c>.</summary>
    /// <returns>False when it is something else, or longer than the protocol can say.</returns>
    public static bool TryParse(string text, out int seconds)
    {
        seconds = 0;
        if (text.Length < 2 || !long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        var unit = char.ToLowerInvariant(text[^1]) switch
        {
            's' => 1,
            'm' => Minute,
            'h' => Hour,
            'd' => Day,
            'w' => 7 * Day,
            _ => 0,
        };
        if (unit == 0 || count is 0 || count > int.MaxValue / unit)
        {
            return false;
        }

        seconds = (int)(count * unit);
        return true;
    }

    /// <summary>In the largest unit that says it exactly: "90 minutes", "2 hours".</summary>
    public static DisplayText InWords(long seconds) => seconds switch
    {
        > 0 when seconds % Day == 0 => Counted.Of(seconds / Day, "day"),
        > 0 when seconds % Hour == 0 => Counted.Of(seconds / Hour, "hour"),
        > 0 when seconds % Minute == 0 => Counted.Of(seconds / Minute, "minute"),
        _ => Counted.Of(seconds, "second"),
    };
}
