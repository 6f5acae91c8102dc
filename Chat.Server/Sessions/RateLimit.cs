using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Chat.Server.Sessions;

/// <summary>How many posts a session may send: a bucket of <paramref name="Burst"/> posts that refills at a steady pace.</summary>
/// <param name="PerSecond">Posts a second that the bucket gains, above 0, at most <see cref="Highest"/>.</param>
/// <param name="Burst">Posts a full bucket holds, 1 to <see cref="Highest"/>.</param>
internal readonly record struct RateLimit(double PerSecond, int Burst)
{
    /// <summary>The most that either number may be; who wants more wants no limit.</summary>
    public const int Highest = 1_000_000;

    /// <summary>Reads <c>N/s:BURST</c>, as <see cref="ToString"/> writes it: <c>50/s:500</c>, <c>0.5/s:10</c>.</summary>
    /// <param name="text">What an operator wrote.</param>
    /// <param name="limit">The limit.</param>
    /// <returns>False when the text has another form or a number is out of its bounds.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out RateLimit limit)
    {
        limit = default;
        var separator = text?.IndexOf("/s:", StringComparison.Ordinal) ?? -1;
        if (separator < 0)
        {
            return false;
        }

        var read = double.TryParse(text.AsSpan(0, separator), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var perSecond)
            & int.TryParse(text.AsSpan(separator + 3), NumberStyles.None, CultureInfo.InvariantCulture, out var burst);
        if (!read || perSecond is not (> 0 and <= Highest) || burst is not (> 0 and <= Highest))
        {
            return false;
        }

        limit = new RateLimit(perSecond, burst);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{PerSecond:0.###############}/s:{Burst}");
}
