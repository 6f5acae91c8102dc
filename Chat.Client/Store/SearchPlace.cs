using System.Globalization;

namespace Chat.Client.Store;

/// <summary>Where a search in the copy ended.</summary>
/// <param name="Time">Of the last message that was looked at.</param>
/// <param name="Id">Its number in the copy.</param>
internal readonly record struct SearchPlace(long Time, long Id)
{
    private const string Prefix = "copy:";

    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is something else, such as a cursor of the server's.</summary>
    public static SearchPlace? Parse(string? text)
    {
        var parts = text?.StartsWith(Prefix, StringComparison.Ordinal) == true ? text[Prefix.Length..].Split(':') : [];
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new SearchPlace(time, id)
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Time}:{Id}");
}
