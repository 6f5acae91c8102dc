using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Chat.Server.Transport.Polling;

/// <summary>
/// Linux's send and recv, asked not to wait. The runtime's own do the same and more: a thousand sends for one message are most of what the server does,
/// and a socket that never told the runtime of not blocking costs it no state.
/// </summary>
[SupportedOSPlatform("linux")]
internal static partial class NativeSocket
{
    private const int Peek = 0x2;
    private const int DoNotWait = 0x40;
    private const int NoSignal = 0x4000;
    private const int Interrupted = 4;
    private const int TryAgain = 11;
    private const int NoBuffers = 105;

    /// <summary>Sends what goes at this moment.</summary>
    /// <returns>How many bytes; 0 when none goes now; -1 when the connection is gone.</returns>
    /// <exception cref="ObjectDisposedException">The connection was closed.</exception>
    public static int TrySend(SafeHandle socket, ReadOnlySpan<byte> bytes)
    {
        nint count;
        do
        {
            count = send(socket, ref MemoryMarshal.GetReference(bytes), bytes.Length, DoNotWait | NoSignal);
        }
        while (count < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return count >= 0 ? (int)count : Marshal.GetLastPInvokeError() is TryAgain or NoBuffers ? 0 : -1;
    }

    /// <summary>Takes what is there at this moment, or looks at it.</summary>
    /// <returns>How many bytes; 0 at the end; -1 when there are none now.</returns>
    /// <exception cref="SocketException">The connection is gone.</exception>
    /// <exception cref="ObjectDisposedException">The connection was closed.</exception>
    public static int TryReceive(SafeHandle socket, Span<byte> buffer, bool isPeek)
    {
        nint count;
        do
        {
            count = recv(socket, ref MemoryMarshal.GetReference(buffer), buffer.Length, DoNotWait | (isPeek ? Peek : 0));
        }
        while (count < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return count >= 0 ? (int)count : Marshal.GetLastPInvokeError() == TryAgain ? -1 : throw new SocketException((int)SocketError.ConnectionReset);
    }

#pragma warning disable CA5392, SYSLIB1054 // The C library is where the system has it.
    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(SafeHandle socket, ref byte bytes, nint count, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(SafeHandle socket, ref byte bytes, nint count, int flags);
#pragma warning restore CA5392, SYSLIB1054
}
