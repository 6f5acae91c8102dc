using System.Net;
using Chat.Server.Log;

namespace Chat.Server.Sessions;

/// <summary>One accepted connection: what a session needs of its transport. One reader (the frame loop) and one sender (the session's lane).</summary>
internal interface IConnection
{
    IPEndPoint Remote { get; }

    /// <summary>The key that the peer has proven to hold in the handshake. Null before <see cref="OpenAsync"/> is done, in the clear, and for one who has shown none.</summary>
    DeviceId? Device { get; }

    /// <summary>How many bytes to hand to <see cref="SendAsync"/> at the most, so that progress is seen.</summary>
    int DrainBytes { get; }

    /// <summary>
    /// Looks at the first byte and does what it asks for, a TLS handshake or nothing. Null: ready. Otherwise why it is not, and the connection
    /// is to be closed, after <see cref="ConnectionRefusal.Error"/> where there is one.
    /// </summary>
    ValueTask<ConnectionRefusal?> OpenAsync();

    /// <summary>Waits until there is something to read, or the end, so that an idle connection holds no buffer.</summary>
    /// <exception cref="IOException">The connection is gone.</exception>
    ValueTask ReadableAsync();

    /// <summary>Reads what there is, waiting for the first byte; 0 at the end.</summary>
    /// <exception cref="IOException">The connection is gone.</exception>
    ValueTask<int> ReadAsync(Memory<byte> buffer);

    /// <summary>As <see cref="Delivery.IOutlet.Prefetch"/>.</summary>
    void Prefetch()
    {
    }

    /// <summary>Sends what can be sent at this moment; -1 when the connection is gone.</summary>
    int TrySend(ReadOnlySpan<byte> bytes);

    /// <summary>Sends all of it; false when the connection is gone.</summary>
    ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Nothing more is sent; the peer sees the end after all that was.</summary>
    ValueTask ShutdownSendAsync();

    /// <summary>Ends the connection at once: a read or a send under way fails. May be called by anyone, more than once.</summary>
    void Abort();
}
