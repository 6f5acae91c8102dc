namespace Chat.Bench.Peers.Dialects;

/// <summary>Who, besides the members of a room, gets what is sent to it.</summary>
internal enum Copies
{
    /// <summary>Senders get nothing.</summary>
    Members,

    /// <summary>All of the room's senders but the one who sent it.</summary>
    OtherSenders,

    /// <summary>All of the room's senders.</summary>
    AllSenders,
}
