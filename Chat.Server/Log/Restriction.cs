namespace Chat.Server.Log;

/// <summary>Somebody may not enter, or not speak.</summary>
/// <param name="Kind">Which of the two.</param>
/// <param name="User">Whom it is about.</param>
/// <param name="Nick">What he was called at the time: a guest has gone by the time it is lifted.</param>
/// <param name="Address">For a guest also everybody without an account at this address; null for none.</param>
/// <param name="EndsAt">Until when, Unix milliseconds; null for good.</param>
/// <param name="Reason">Why; empty when nothing was said.</param>
internal sealed record Restriction(RestrictionKind Kind, UserId User, string Nick, PeerAddress? Address, long? EndsAt, string Reason)
{
    /// <summary>Whether it is over at <paramref name="now"/>, Unix milliseconds.</summary>
    public bool IsOver(long now) => EndsAt <= now;
}
