using Chat.Protocol.Frames;

namespace Chat.Client.Connection;

/// <summary>A room as the session follows it: which log it is and how far it was read. Owned by the session.</summary>
internal sealed class Feed(string room)
{
    /// <summary>Events kept back while an answer is awaited; beyond that the answer is not waited for.</summary>
    public const int MaxHeld = 1000;

    private TaskCompletionSource<Frame> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Room { get; set; } = room;

    public FeedStage Stage { get; set; }

    /// <summary>The identity of the log that <see cref="Cursor"/> counts in; null while it is not known.</summary>
    public Guid? Log { get; set; }

    /// <summary>The seq of the last event that was passed on; null before the server has said where the log ends.</summary>
    public long? Cursor { get; set; }

    /// <summary>All events after this one, up to the cursor, were passed on; of those before some may have been left out.</summary>
    public long? SolidFrom { get; set; }

    /// <summary>The cursor before events were left out because they are too many; null when none were since the room was told of last.</summary>
    public long? JumpedFrom { get; set; }

    /// <summary>The Join under way is to leave events out: those that come before its answer are of the Join before.</summary>
    public bool IsJumping { get; set; }

    /// <summary>Where the log ended when it was opened on this connection.</summary>
    public long Head { get; set; }

    /// <summary>How many events from before are still to be asked for.</summary>
    public int WantedBacklog { get; set; }

    /// <summary>How the next answer to Join is to be told.</summary>
    public Opening How { get; set; }

    /// <summary>When a refused Join may be tried again; a moment of the session's clock.</summary>
    public TimeSpan? RetryAt { get; set; }

    /// <summary>We are to leave as soon as nothing typed there waits any more.</summary>
    public bool LeaveWanted { get; set; }

    public Queue<EventFrame> Held { get; } = new();

    public bool IsDirect => Room.StartsWith('@');

    /// <summary>Posts may go out: what was missed before is here, so that one that got through before is known.</summary>
    public bool TakesPosts => Stage == FeedStage.Live;

    /// <summary>The answer to the Join under way, or to the last one.</summary>
    public Task<Frame> Opened => _opened.Task;

    /// <summary>Begins to follow a log after one of its events.</summary>
    public void Begin(long cursor)
    {
        Cursor = cursor;
        SolidFrom = cursor;
    }

    public void Answer(Frame frame) => _opened.TrySetResult(frame);

    public void AskAgain()
    {
        if (_opened.Task.IsCompleted)
        {
            _opened = new TaskCompletionSource<Frame>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
