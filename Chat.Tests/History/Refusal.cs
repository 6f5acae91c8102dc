using Chat.Protocol;

namespace Chat.Tests.History;

/// <summary>A Post was answered by Error.</summary>
/// <param name="AskedAt">The stamp of the <see cref="Invocation"/> that it answers.</param>
internal sealed record Refusal(long Stamp, Session Session, long AskedAt, string Code) : HistoryEvent(Stamp, Session)
{
    /// <summary>Whether the same content would be refused at any time.</summary>
    public bool IsAboutContent => Code is ErrorCodes.BadField or ErrorCodes.BadRoom or ErrorCodes.BadText or ErrorCodes.TextTooLong;

    /// <summary>Whether it says that this invocation has stored nothing and will store nothing. What it does not know it takes for an answer that says less.</summary>
    public bool IsDefinite => IsAboutContent
        || Code is ErrorCodes.Malformed or ErrorCodes.FrameTooLarge or ErrorCodes.UnknownKind or ErrorCodes.BadState
            or ErrorCodes.NoSuchRoom or ErrorCodes.NoSuchNick or ErrorCodes.NoSuchMessage or ErrorCodes.NotMember
            or ErrorCodes.Forbidden or ErrorCodes.Banned or ErrorCodes.Muted or ErrorCodes.LogChanged;
}
