using System.Globalization;
using System.Text.Json.Serialization;

namespace Chat.Server.Administration.Control;

/// <summary>What the house answers.</summary>
internal sealed record ControlAnswer
{
    /// <summary>Why it is not done, a sentence for people; null when it is.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether the same may work in a moment.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>The code that was asked for: a secret.</summary>
    public string? Code { get; init; }

    /// <summary>Until when the code is good, Unix milliseconds; null for as long as it has uses left.</summary>
    public long? EndsAt { get; init; }

    /// <summary>What is to be known about what is done, for people; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>What somebody is called now.</summary>
    public string? Nick { get; init; }

    /// <summary>Whether it was otherwise before.</summary>
    public bool IsChanged { get; init; }

    /// <summary>Who the operators are, by nick, not more than <see cref="MostOperators"/>.</summary>
    public IReadOnlyList<OperatorEntry> Operators { get; init; } = [];

    /// <summary>How many operators there are.</summary>
    public int OperatorCount { get; init; }

    /// <summary>Whether a code that makes an operator is still good.</summary>
    public bool HasOperatorCode { get; init; }

    /// <summary>Where clients find the server; null when it was not asked for a code.</summary>
    public ServerPlace? Place { get; init; }

    /// <summary>Operators in one answer at the most.</summary>
    public const int MostOperators = 500;

    /// <summary>Until when the code is good, for people.</summary>
    [JsonIgnore]
    public string Validity => EndsAt is { } end
        ? $"good until {DateTimeOffset.FromUnixTimeMilliseconds(end).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC"
        : "good until it is used";

    /// <summary>It is not done.</summary>
    public static ControlAnswer Refusal(string problem, bool isTemporary = false) => new() { Problem = problem, IsTemporary = isTemporary };
}
