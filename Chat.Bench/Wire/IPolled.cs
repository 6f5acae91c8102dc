using System.Net.Sockets;

namespace Chat.Bench.Wire;

/// <summary>Something with a socket that a <see cref="Poller"/> looks after.</summary>
internal interface IPolled
{
    Socket Socket { get; }

    /// <summary>Called by the poller's thread. An error of the socket counts as both: the next call to it tells.</summary>
    void Ready(bool canRead, bool canWrite);
}
