using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Chat.Bench.Wire;

/// <summary>Linux's epoll, called directly: the runtime's own event loop would cost more than all that is done with a delivery here.</summary>
internal sealed class EpollPoller : Poller
{
    private const int CloseOnExec = 0x80000;
    private const int AddOperation = 1;
    private const int RemoveOperation = 2;
    private const int ChangeOperation = 3;
    private const uint Readable = 0x1;
    private const uint Writable = 0x4;
    private const uint Broken = 0x8 | 0x10;
    private const int MostEvents = 512;

    /// <summary>The kernel packs its struct on x64 only.</summary>
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 4 : 8;

    private static readonly int EventBytes = DataOffset + 8;

    private readonly int _epoll;
    private readonly byte[] _events = new byte[MostEvents * EventBytes];
    private readonly byte[] _event = new byte[EventBytes];
    private IPolled?[] _items = new IPolled?[1024];
    private bool _hasNanoseconds = true;

    public EpollPoller()
    {
        _epoll = Checked(Create(CloseOnExec));
    }

    public override void Add(IPolled item)
    {
        var descriptor = Descriptor(item);
        if (descriptor >= _items.Length)
        {
            Array.Resize(ref _items, Math.Max(descriptor + 1, _items.Length * 2));
        }

        _items[descriptor] = item;
        Control(AddOperation, descriptor, Readable);
    }

    public override void Watch(IPolled item, bool reads, bool writes) =>
        Control(ChangeOperation, Descriptor(item), (reads ? Readable : 0) | (writes ? Writable : 0));

    public override void Remove(IPolled item)
    {
        var descriptor = Descriptor(item);
        Control(RemoveOperation, descriptor, 0);
        _items[descriptor] = null;
    }

    public override void Wait(TimeSpan atMost)
    {
        var count = WaitFor(atMost);
        for (var i = 0; i < count; i++)
        {
            var at = _events.AsSpan(i * EventBytes);
            var what = MemoryMarshal.Read<uint>(at);

            // One that was called before may have closed this one; its descriptor may be another's already, who then finds nothing to read.
            _items[MemoryMarshal.Read<int>(at[DataOffset..])]?.Ready((what & (Readable | Broken)) != 0, (what & (Writable | Broken)) != 0);
        }
    }

    protected override void Dispose(bool isDisposing) => _ = Close(_epoll);

    private static int Descriptor(IPolled item) => (int)item.Socket.SafeHandle.DangerousGetHandle();

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    /// <summary>Milliseconds are too coarse for messages that have their time; where there is nothing finer, the caller looks again and again for the rest.</summary>
    private int WaitFor(TimeSpan atMost)
    {
        if (_hasNanoseconds)
        {
            try
            {
                var time = new Timespec { Seconds = (long)atMost.TotalSeconds, Nanoseconds = atMost.Ticks % TimeSpan.TicksPerSecond * 100 };
                var count = WaitPrecisely(_epoll, _events, MostEvents, ref time, IntPtr.Zero);
                if (count >= 0)
                {
                    return count;
                }
            }
            catch (EntryPointNotFoundException)
            {
                _hasNanoseconds = false;
            }
        }

        // An interrupted wait is one in which nothing was ready.
        return Math.Max(0, WaitMilliseconds(_epoll, _events, MostEvents, (int)atMost.TotalMilliseconds));
    }

    private void Control(int operation, int descriptor, uint events)
    {
        MemoryMarshal.Write(_event, events);
        MemoryMarshal.Write(_event.AsSpan(DataOffset), (long)descriptor);
        Checked(Control(_epoll, operation, descriptor, _event));
    }

    /// <summary>epoll_create1(2)</summary>
    [DllImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Create(int flags);

    /// <summary>epoll_ctl(2)</summary>
    [DllImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int epoll, int operation, int descriptor, byte[] epollEvent);

    /// <summary>epoll_wait(2)</summary>
    [DllImport("libc", EntryPoint = "epoll_wait")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int WaitMilliseconds(int epoll, byte[] events, int most, int milliseconds);

    /// <summary>epoll_pwait2(2)</summary>
    [DllImport("libc", EntryPoint = "epoll_pwait2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int WaitPrecisely(int epoll, byte[] events, int most, ref Timespec time, IntPtr signals);

    /// <summary>close(2)</summary>
    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);

    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
