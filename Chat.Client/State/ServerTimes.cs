using System.Globalization;
using System.Text.RegularExpressions;

namespace Chat.Client.State;

/// <summary>The times that a server tells in words, as the reader's own clock shows them.</summary>
internal static partial class ServerTimes
{
    private const string ToTheMinute = "yyyy-MM-dd HH:mm";
    private const string ToTheSecond = "yyyy-MM-dd HH:mm:ss";

    /// <summary>The same words with the end of a ban or a mute in local time; words that tell none, or in another way, stay as they are.</summary>
    public static string Local(string words, TimeZoneInfo zone)
    {
        if (End().Match(words) is not { Success: true, Groups: [_, var time] }
            || !DateTime.TryParseExact(
                time.Value, [ToTheMinute, ToTheSecond], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var end))
        {
            return words;
        }

        var local = TimeZoneInfo.ConvertTimeFromUtc(end, zone).ToString(time.Length == ToTheMinute.Length ? ToTheMinute : ToTheSecond, CultureInfo.InvariantCulture);
        return $"{words[..time.Index]}{local}{words[(time.Index + time.Length + " UTC".Length)..]}";
    }

    [GeneratedRegex("until ([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}(?::[0-9]{2})?) UTC", RegexOptions.CultureInvariant)]
    private static partial Regex End();
}
