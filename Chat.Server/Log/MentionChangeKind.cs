namespace Chat.Server.Log;

/// <summary>The kinds of <see cref="MentionChange"/>.</summary>
internal enum MentionChangeKind
{
    /// <summary>It is new. One of an event that is past retention, or of somebody who is forgotten, is not kept.</summary>
    Added,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>It is gone, and so are all before it of the same user in the same log.</summary>
    RemovedUpTo,
}
