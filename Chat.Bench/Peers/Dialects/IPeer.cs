namespace Chat.Bench.Peers.Dialects;

/// <summary>One connection to a server, as its dialect sees it.</summary>
internal interface IPeer
{
    /// <summary>Whether it sends to its room, and does not only listen.</summary>
    bool IsSender { get; }

    /// <summary>What nobody else of the same server is called.</summary>
    string Nick { get; }

    /// <summary>The number of its room.</summary>
    int Room { get; }

    /// <summary>Whether it has entered.</summary>
    bool IsReady { get; }

    /// <summary>Sends that, at the end of the loop's turn.</summary>
    void Send(ReadOnlySpan<byte> bytes);

    /// <summary>It has entered: a message to its room reaches it from now on.</summary>
    void Enter();

    /// <summary>A message of its room has come.</summary>
    void Deliver(ReadOnlySpan<byte> text);
}
