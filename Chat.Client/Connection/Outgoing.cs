using Chat.Protocol;

namespace Chat.Client.Connection;

/// <summary>
/// Something typed, from the moment it is typed until the server has it committed or refused it. Its mutable state belongs to the session
/// that it was posted on; others read <see cref="Completion"/>.
/// </summary>
internal sealed class Outgoing(Guid key, string room, EventKind kind, string text, long? reference)
{
    private readonly TaskCompletionSource<PostOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The message's key: the same over all resends, by which the server stores it once.</summary>
    public Guid Key { get; } = key;

    /// <summary>Where it goes: as typed at first, as the server spells it once the server has said so.</summary>
    public string Room { get; set; } = room;

    public EventKind Kind { get; } = kind;

    public string Text { get; } = text;

    public long? Reference { get; } = reference;

    /// <summary>The log it was written for. Null while that is not known.</summary>
    public Guid? Log { get; set; }

    /// <summary>The user it was sent as, as the session numbers users; null: it never left.</summary>
    public Guid? SentAs { get; set; }

    /// <summary>The seq up to which its log was known when it left; null when that was not known.</summary>
    public long? SentAfter { get; set; }

    /// <summary>It is out on the present connection, and its answer has not come.</summary>
    public bool InFlight { get; set; }

    /// <summary>Not to be sent again before then; a moment of the session's clock.</summary>
    public TimeSpan NotBefore { get; set; }

    /// <summary>It has been told that this one waits.</summary>
    public bool ToldOfDelay { get; set; }

    /// <summary>Completes when the message is committed or refused; never fails.</summary>
    public Task<PostOutcome> Completion => _completion.Task;

    public void Complete(PostOutcome outcome) => _completion.TrySetResult(outcome);
}
