using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Chat.Bench.Sockets;

/// <summary>
/// The calls of Linux that a loop over sockets is made of. Those that never wait leave out the runtime's transition, so that they cost what they cost in C; their error is read with
/// <see cref="Marshal.GetLastSystemError"/> right after.
/// </summary>
[SupportedOSPlatform("linux")]
internal static partial class LibC
{
    /// <summary>struct timespec</summary>
    public struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    public const int Again = 11;
    public const int Interrupted = 4;
    public const int InProgress = 115;

    private const string Library = "libc";

    /// <summary>epoll_create1(2)</summary>
    [LibraryImport(Library, EntryPoint = "epoll_create1")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int CreateEpoll(int flags);

    /// <summary>epoll_ctl(2)</summary>
    [LibraryImport(Library, EntryPoint = "epoll_ctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    public static partial int ControlEpoll(int epoll, int operation, int descriptor, ref byte item);

    /// <summary>epoll_wait(2)</summary>
    [LibraryImport(Library, EntryPoint = "epoll_wait")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int WaitEpoll(int epoll, ref byte items, int capacity, int milliseconds);

    /// <summary>epoll_pwait2(2); not in every C library</summary>
    [LibraryImport(Library, EntryPoint = "epoll_pwait2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int WaitEpollPrecisely(int epoll, ref byte items, int capacity, ref Timespec time, nint signals);

    /// <summary>socket(2)</summary>
    [LibraryImport(Library, EntryPoint = "socket")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    public static partial int Socket(int domain, int type, int protocol);

    /// <summary>connect(2), of a socket that does not block</summary>
    [LibraryImport(Library, EntryPoint = "connect")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    public static partial int Connect(int socket, ref byte address, int length);

    /// <summary>bind(2)</summary>
    [LibraryImport(Library, EntryPoint = "bind")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    public static partial int Bind(int socket, ref byte address, int length);

    /// <summary>listen(2)</summary>
    [LibraryImport(Library, EntryPoint = "listen")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    public static partial int Listen(int socket, int backlog);

    /// <summary>accept4(2), of a socket that does not block</summary>
    [LibraryImport(Library, EntryPoint = "accept4")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    public static partial int Accept(int socket, nint address, nint length, int flags);

    /// <summary>setsockopt(2)</summary>
    [LibraryImport(Library, EntryPoint = "setsockopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    public static partial int SetOption(int socket, int level, int name, ref long value, int length);

    /// <summary>getsockopt(2)</summary>
    [LibraryImport(Library, EntryPoint = "getsockopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    public static partial int GetOption(int socket, int level, int name, ref int value, ref int length);

    /// <summary>recv(2), of a socket that does not block</summary>
    [LibraryImport(Library, EntryPoint = "recv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    public static partial nint Receive(int socket, ref byte buffer, nint length, int flags);

    /// <summary>send(2), of a socket that does not block</summary>
    [LibraryImport(Library, EntryPoint = "send")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    public static partial nint Send(int socket, ref byte buffer, nint length, int flags);

    /// <summary>close(2)</summary>
    [LibraryImport(Library, EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    public static partial int Close(int descriptor);
}
