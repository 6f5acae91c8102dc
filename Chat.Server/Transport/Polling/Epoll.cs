using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Chat.Server.Transport.Polling;

/// <summary>Linux's epoll, as far as it is needed: one set of sockets, told of on their edges, and a way to wake who waits for it.</summary>
[SupportedOSPlatform("linux")]
internal sealed partial class Epoll : IDisposable
{
    /// <summary>What an event without a socket says: somebody has called <see cref="Wake"/>.</summary>
    public const ulong WakeToken = ulong.MaxValue;

    private const int Readable = 0x1;
    private const int Failed = 0x8;
    private const int HungUp = 0x10;
    private const int HungUpByPeer = 0x2000;
    private const int OnEdge = 1 << 31;
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int Add = 1;
    private const int Modify = 3;
    private const int Interrupted = 4;

    /// <summary>On x86 the kernel's struct has no hole between its two fields.</summary>
    private static readonly int TokenOffset = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 4 : 8;

    private static readonly int EventBytes = TokenOffset + sizeof(ulong);

    private readonly SafeFileHandle _epoll;
    private readonly SafeFileHandle _wake;
    private readonly byte[] _events;

    /// <summary>Makes a set with no socket in it.</summary>
    /// <param name="events">How many are taken at once.</param>
    /// <exception cref="Win32Exception">The kernel has no more to give.</exception>
    public Epoll(int events)
    {
        _events = new byte[events * EventBytes];
        _epoll = Checked(epoll_create1(CloseOnExec));
        _wake = Checked(eventfd(0, CloseOnExec | NonBlocking));
        Control(Add, _wake, WakeToken);
    }

    /// <summary>Tells from now on when the socket becomes readable, or ends: once each time.</summary>
    public void Watch(SafeHandle socket, ulong token) => Control(Add, socket, token);

    /// <summary>Tells of it again if there is something to read at this moment.</summary>
    public void Remind(SafeHandle socket, ulong token) => Control(Modify, socket, token);

    /// <summary>Waits for events. One thread at a time.</summary>
    /// <returns>How many there are.</returns>
    public int Wait()
    {
        int count;
        do
        {
            count = epoll_wait(_epoll, ref _events[0], _events.Length / EventBytes, -1);
        }
        while (count < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return count >= 0 ? count : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>Whose the event is, of those that the last <see cref="Wait"/> has found.</summary>
    public ulong TokenAt(int index) => BitConverter.ToUInt64(_events, (index * EventBytes) + TokenOffset);

    /// <summary>Whether it says that no more comes than what there is.</summary>
    public bool IsEndAt(int index) => (BitConverter.ToInt32(_events, index * EventBytes) & (Failed | HungUp | HungUpByPeer)) != 0;

    /// <summary>Makes a <see cref="Wait"/> return, from any thread.</summary>
    public void Wake()
    {
        var one = 1UL;
        if (write(_wake, ref one, sizeof(ulong)) < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    public void Dispose()
    {
        _epoll.Dispose();
        _wake.Dispose();
    }

    private void Control(int operation, SafeHandle file, ulong token)
    {
        Span<byte> wanted = stackalloc byte[EventBytes];
        BitConverter.TryWriteBytes(wanted, Readable | HungUpByPeer | OnEdge);
        BitConverter.TryWriteBytes(wanted[TokenOffset..], token);
        if (epoll_ctl(_epoll, operation, file, ref MemoryMarshal.GetReference(wanted)) < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    private static SafeFileHandle Checked(int file) =>
        file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : throw new Win32Exception(Marshal.GetLastPInvokeError());

#pragma warning disable CA5392, SYSLIB1054 // The C library is where the system has it.
    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int eventfd(uint value, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(SafeHandle epoll, int operation, SafeHandle file, ref byte wanted);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(SafeHandle epoll, ref byte events, int most, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(SafeHandle file, ref ulong value, nint count);
#pragma warning restore CA5392, SYSLIB1054
}
