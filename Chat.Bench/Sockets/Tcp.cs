using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Chat.Bench.Sockets;

/// <summary>TCP sockets on 127.0.0.1 that do not block, as plain descriptors.</summary>
[SupportedOSPlatform("linux")]
internal static class Tcp
{
    private const int Internet = 2;
    private const int Stream = 1;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int NoSignal = 0x4000;
    private const int SocketLevel = 1;
    private const int ReuseAddress = 2;
    private const int PendingError = 4;
    private const int Linger = 13;
    private const int TcpLevel = 6;
    private const int NoDelay = 1;
    private const int Backlog = 4096;
    private const int AddressSize = 16;

    /// <summary>Begins to connect; when the socket is writable, <see cref="ErrorOf"/> tells how it went. Closing it resets the connection, so that no port stays taken for a minute.</summary>
    public static int Connect(int port)
    {
        var socket = Open();
        Option(socket, TcpLevel, NoDelay, 1);
        // struct linger: on, with no time.
        Option(socket, SocketLevel, Linger, 1, sizeof(long));
        Span<byte> address = stackalloc byte[AddressSize];
        Fill(address, port);
        if (LibC.Connect(socket, ref address[0], AddressSize) < 0 && Marshal.GetLastSystemError() is var error and not LibC.InProgress)
        {
            _ = LibC.Close(socket);
            throw new Win32Exception(error);
        }

        return socket;
    }

    /// <summary>Listens; throws <see cref="Win32Exception"/> when the port is taken.</summary>
    public static int Listen(int port)
    {
        var socket = Open();
        Option(socket, SocketLevel, ReuseAddress, 1);
        Span<byte> address = stackalloc byte[AddressSize];
        Fill(address, port);
        Check(LibC.Bind(socket, ref address[0], AddressSize), "bind");
        Check(LibC.Listen(socket, Backlog), "listen");
        return socket;
    }

    /// <summary>Takes the next connection; negative when none waits.</summary>
    public static int Accept(int listener)
    {
        var socket = LibC.Accept(listener, 0, 0, NonBlocking | CloseOnExec);
        if (socket >= 0)
        {
            Option(socket, TcpLevel, NoDelay, 1);
        }

        return socket;
    }

    /// <summary>Why the connection did not come about; 0 when it did.</summary>
    public static int ErrorOf(int socket)
    {
        var (error, length) = (0, sizeof(int));
        Check(LibC.GetOption(socket, SocketLevel, PendingError, ref error, ref length), "getsockopt");
        return error;
    }

    /// <summary>Sends what the socket takes.</summary>
    /// <returns>How much that was, 0 when it is full, or the error as a negative number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Send(int socket, ReadOnlySpan<byte> bytes)
    {
        var count = (int)LibC.Send(socket, ref MemoryMarshal.GetReference(bytes), bytes.Length, NoSignal);
        return count >= 0 ? count : Failure(endOfStream: 0);
    }

    /// <summary>Takes what has come.</summary>
    /// <returns>How much that was, 0 when there is nothing, or the error as a negative number; the end of the stream is -1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Receive(int socket, Span<byte> into)
    {
        var count = (int)LibC.Receive(socket, ref MemoryMarshal.GetReference(into), into.Length, 0);
        return count > 0 ? count : count == 0 ? -1 : Failure(endOfStream: -1);
    }

    public static void Close(int socket) => _ = LibC.Close(socket);

    public static void Check(int result, string call)
    {
        if (result < 0)
        {
            var error = new Win32Exception(Marshal.GetLastSystemError());
            throw new InvalidOperationException($"{call}: {error.Message}", error);
        }
    }

    private static int Failure(int endOfStream) => Marshal.GetLastSystemError() switch
    {
        LibC.Again or LibC.Interrupted => 0,
        0 => endOfStream,
        var error => -error,
    };

    private static int Open()
    {
        var socket = LibC.Socket(Internet, Stream | NonBlocking | CloseOnExec, 0);
        Check(socket, "socket");
        return socket;
    }

    private static void Option(int socket, int level, int name, long value, int length = sizeof(int)) =>
        Check(LibC.SetOption(socket, level, name, ref value, length), "setsockopt");

    /// <summary>struct sockaddr_in: the family as the machine has it, port and address as the network has them.</summary>
    private static void Fill(Span<byte> address, int port)
    {
        address.Clear();
        MemoryMarshal.Write(address, (ushort)Internet);
        BinaryPrimitives.WriteUInt16BigEndian(address[2..], (ushort)port);
        BinaryPrimitives.WriteUInt32BigEndian(address[4..], 0x7F000001);
    }
}
