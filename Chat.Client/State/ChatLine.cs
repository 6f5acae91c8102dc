namespace Chat.Client.State;

/// <summary>Something to show, in meaning; how it looks is for the screen. Everything in it that is shown is clean.</summary>
internal sealed record ChatLine
{
    /// <summary>What a quote begins with.</summary>
    public const string QuoteMark = "\u21AA";

    public required LineKind Kind { get; init; }

    /// <summary>What is said, by lines; at least one.</summary>
    public required IReadOnlyList<DisplayText> Text { get; init; }

    /// <summary>When, in local time; null for what has no time of its own.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>It stands beside lines of other days, so its time needs the day.</summary>
    public bool NeedsDay { get; init; }

    /// <summary>The room it belongs to; empty when it belongs to none, or to a conversation of which it is told who says it to whom.</summary>
    public DisplayText Room { get; init; }

    /// <summary>Who says it; empty for nobody.</summary>
    public DisplayText Nick { get; init; }

    /// <summary>Whom it is said to, in a conversation between two; empty in a room.</summary>
    public DisplayText To { get; init; }

    /// <summary>The room it belongs to, as the server spells it: a key, nothing to show; null when it belongs to none.</summary>
    public string? RoomName { get; init; }

    /// <summary>Its place in the room's log; 0 for what is not of the log.</summary>
    public long Seq { get; init; }

    /// <summary>It was asked for, or is told to begin with: nothing that just happened.</summary>
    public bool IsPast { get; init; }

    /// <summary>Where we are named in its text.</summary>
    public IReadOnlyList<DisplayText> Mentions { get; init; } = [];

    /// <summary>The beginning of the message that it answers, which is the first line of its text; empty when it answers none.</summary>
    public DisplayText Quote { get; init; }

    /// <summary>Who came or went, if it is about that alone.</summary>
    public PresenceChange? Change { get; init; }

    /// <summary>We said it ourselves.</summary>
    public bool IsOwn { get; init; }

    /// <summary>It is meant for us: it names us, or is said to us alone.</summary>
    public bool IsForUs { get; init; }

    /// <summary>Part of a log or an answer, rather than a remark beside it: a pipe wants it.</summary>
    public bool IsData => Kind is LineKind.Text or LineKind.Action or LineKind.Notice or LineKind.Event or LineKind.Reactions or LineKind.Answer;

    public static ChatLine Of(LineKind kind, params IReadOnlyList<DisplayText> text) => new() { Kind = kind, Text = text };

    public static ChatLine Status(DisplayTextHandler text) => Of(LineKind.Status, DisplayText.Format(text));

    public static ChatLine Error(DisplayTextHandler text) => Of(LineKind.Error, DisplayText.Format(text));

    public static ChatLine Answer(DisplayTextHandler text) => Of(LineKind.Answer, DisplayText.Format(text));
}
