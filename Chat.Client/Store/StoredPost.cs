using Chat.Protocol;

namespace Chat.Client.Store;

/// <summary>Something typed that is not committed, as the outbox holds it.</summary>
internal sealed record StoredPost(Guid Key, string Room, EventKind Kind, string Text, long? Reference)
{
    /// <summary>The log it was typed for; null when none of that name was known.</summary>
    public Guid? Log { get; init; }

    /// <summary>As which user it may have reached the server; null: it never left.</summary>
    public Guid? SentAs { get; init; }

    /// <summary>The seq up to which its log was known when it left; null when that was not known.</summary>
    public long? SentAfter { get; init; }

    /// <summary>Why it is not sent, as an error code; null: it goes out as soon as it can.</summary>
    public string? Code { get; init; }

    /// <summary>The same in words, the server's or ours.</summary>
    public string? Reason { get; init; }
}
