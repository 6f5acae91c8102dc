namespace Chat.Server.Delivery;

/// <summary>The kinds of <see cref="Instruction"/>.</summary>
internal enum InstructionKind
{
    /// <summary>An answer to a request, for one session.</summary>
    Answer,

    /// <summary>Bytes for one session that nobody asked for and that must arrive: after what is to come before the end of the feed they are about.</summary>
    Notice,

    /// <summary>Bytes for one session that tell of presence: a session that is behind is told that its lists are stale instead.</summary>
    Presence,

    /// <summary>A block for all sessions of a feed.</summary>
    Events,

    /// <summary>Presence in a room, for all sessions of a feed but <see cref="InstructionDetails.Except"/>; skipped for one that is behind.</summary>
    RoomPresence,

    /// <summary>Typing, for all sessions of a feed but <see cref="InstructionDetails.Except"/>; skipped for one that is behind.</summary>
    Typing,

    /// <summary>A session follows a feed from a cursor; one that does already moves its cursor.</summary>
    Subscribe,

    /// <summary>A session follows a feed no more.</summary>
    Unsubscribe,

    /// <summary>A session follows a feed up to an event and not beyond; bytes to send after that, at once when it does not follow it.</summary>
    End,

    /// <summary>A feed has another name from now on.</summary>
    Rename,

    /// <summary>The past of a feed has changed: blocks kept in memory hold old text.</summary>
    Forget,

    /// <summary>A page of a log to read and answer with.</summary>
    Page,

    /// <summary>Logs to search and to answer with what is found.</summary>
    Search,

    /// <summary>The last bytes for one session; after them its connection ends.</summary>
    Finish,
}
