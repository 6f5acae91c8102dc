using Chat.Protocol;

namespace Chat.Server.Log;

/// <summary>Who wrote an event and what it is: what an edit, a deletion or a reaction to it is decided by.</summary>
internal readonly record struct EventOrigin(UserId Author, EventKind Kind)
{
    /// <summary>Whether it is a message that is still there, which may be edited, deleted or reacted to.</summary>
    public bool IsMessage => Kind is EventKind.Text or EventKind.Action or EventKind.Notice;
}
