namespace Chat.Tests.History;

/// <summary>What must be true of a history. A fault begins with the name of its rule.</summary>
internal enum Rule
{
    /// <summary>What was acknowledged is in the final log, at the seq and time that were named.</summary>
    Kept,

    /// <summary>What stands in the final log is what was sent, or what edits and deletions made of it.</summary>
    Content,

    /// <summary>What stands in the final log was sent by somebody, and not each time refused.</summary>
    Said,

    /// <summary>One key of one user is stored once, and every answer to it names that place.</summary>
    Once,

    /// <summary>The seqs of a log have no gaps.</summary>
    Seqs,

    /// <summary>Times never go back in a log.</summary>
    Times,

    /// <summary>What was delivered is in the final log, and it said what it says there or what it had said until then.</summary>
    Delivered,

    /// <summary>What a session is told of a room goes on from its cursor: in order, no gap, no double.</summary>
    Contiguous,

    /// <summary>What is first sent when something else is known to be committed comes after it.</summary>
    RealTime,

    /// <summary>What a session sent to a room first comes first.</summary>
    SentOrder,

    /// <summary>Nothing is told of a room that the session does not follow.</summary>
    Membership,

    /// <summary>A log never loses its identity or its head.</summary>
    Head,

    /// <summary>When the faults are over, everyone is told everything.</summary>
    Reached,
}
