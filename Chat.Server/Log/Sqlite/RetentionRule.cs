using System.Globalization;

namespace Chat.Server.Log.Sqlite;

/// <summary>How long messages are kept. What breaks either bound goes; without bounds everything stays.</summary>
/// <param name="MaxAge">How old an event may be.</param>
/// <param name="MaxCount">How many of the newest events a room keeps.</param>
internal sealed record RetentionRule(TimeSpan? MaxAge, long? MaxCount)
{
    public static readonly RetentionRule KeepAll = new(null, null);

    private const string All = "all";

    private static readonly (char Unit, TimeSpan Length)[] Units =
    [
        ('d', TimeSpan.FromDays(1)),
        ('h', TimeSpan.FromHours(1)),
        ('m', TimeSpan.FromMinutes(1)),
    ];

    /// <summary>Reads <c>all</c>, an age (<c>90d</c>, <c>12h</c>, <c>30m</c>), a number of messages, or both with a colon: <c>90d:10000</c>.</summary>
    /// <returns>Null when the text has another form or a number is below 1 or too large.</returns>
    public static RetentionRule? Parse(string text)
    {
        if (text == All)
        {
            return KeepAll;
        }

        var rule = KeepAll;
        foreach (var part in text.Split(':'))
        {
            if (rule.MaxCount is null && long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
            {
                rule = rule with { MaxCount = count };
            }
            else if (rule.MaxAge is null && AgeOf(part) is { } age)
            {
                rule = rule with { MaxAge = age };
            }
            else
            {
                return null;
            }
        }

        return rule;
    }

    /// <inheritdoc/>
    public override string ToString() => this == KeepAll ? All : string.Join(':', new[] { MaxAge is { } age ? TextOf(age) : null, MaxCount?.ToString(CultureInfo.InvariantCulture) }.OfType<string>());

    private static TimeSpan? AgeOf(string text)
    {
        const int MostUnits = 1_000_000;
        foreach (var (unit, length) in Units)
        {
            if (text.EndsWith(unit) && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= MostUnits)
            {
                return number * length;
            }
        }

        return null;
    }

    private static string TextOf(TimeSpan age)
    {
        var (unit, length) = Array.Find(Units, unit => age.Ticks % unit.Length.Ticks == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{age.Ticks / length.Ticks}{unit}");
    }
}
