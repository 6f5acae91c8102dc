using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Chat.Bench.Sockets;

/// <summary>Waits for many sockets at once, level-triggered. One thread.</summary>
[SupportedOSPlatform("linux")]
internal sealed class Epoll : IDisposable
{
    private const int Capacity = 1024;
    private const int CloseOnExec = 0x80000;
    private const int AddOne = 1;
    private const int RemoveOne = 2;
    private const int ChangeOne = 3;

    // struct epoll_event has no padding on x64, and the usual one elsewhere.
    private static readonly int TagOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int Size = TagOffset + 8;

    private readonly byte[] _items = new byte[Capacity * Size];
    private readonly byte[] _item = new byte[Size];
    private readonly int _descriptor;
    private bool _hasNanoseconds = true;

    public Epoll()
    {
        _descriptor = LibC.CreateEpoll(CloseOnExec);
        Tcp.Check(_descriptor, "epoll_create1");
    }

    /// <summary>Waits for a socket from now on.</summary>
    /// <param name="descriptor">The socket; closing it ends the waiting.</param>
    /// <param name="readiness">For what; failures are always told.</param>
    /// <param name="tag">What tells it apart.</param>
    public void Add(int descriptor, Readiness readiness, int tag) => Control(AddOne, descriptor, readiness, tag);

    public void Change(int descriptor, Readiness readiness, int tag) => Control(ChangeOne, descriptor, readiness, tag);

    /// <summary>Waits for a socket no more; before it is closed, where something else has its descriptor too.</summary>
    public void Remove(int descriptor) => Control(RemoveOne, descriptor, Readiness.None, 0);

    /// <summary>
    /// Waits until something is ready. Returns how many sockets are. Milliseconds are too coarse for messages that have their time; where there is nothing finer, the
    /// caller looks again and again for the rest.
    /// </summary>
    /// <param name="atMost">The longest wait.</param>
    public int Wait(TimeSpan atMost)
    {
        if (_hasNanoseconds)
        {
            try
            {
                var time = new LibC.Timespec { Seconds = (long)atMost.TotalSeconds, Nanoseconds = atMost.Ticks % TimeSpan.TicksPerSecond * 100 };
                var count = LibC.WaitEpollPrecisely(_descriptor, ref _items[0], Capacity, ref time, 0);
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
        return Wait((int)atMost.TotalMilliseconds);
    }

    /// <summary>Waits until something is ready. Returns how many sockets are.</summary>
    /// <param name="milliseconds">The longest wait; -1 for any time.</param>
    public int Wait(int milliseconds)
    {
        var count = LibC.WaitEpoll(_descriptor, ref _items[0], Capacity, milliseconds);
        return Math.Max(count, 0);
    }

    /// <summary>What the last wait told about one of those that are ready.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Readiness At(int index, out int tag)
    {
        ref var item = ref _items[index * Size];
        tag = MemoryMarshal.Read<int>(MemoryMarshal.CreateReadOnlySpan(ref _items[(index * Size) + TagOffset], sizeof(int)));
        return (Readiness)MemoryMarshal.Read<int>(MemoryMarshal.CreateReadOnlySpan(ref item, sizeof(int)));
    }

    public void Dispose() => _ = LibC.Close(_descriptor);

    private void Control(int operation, int descriptor, Readiness readiness, int tag)
    {
        MemoryMarshal.Write(_item, (int)readiness);
        MemoryMarshal.Write(_item.AsSpan(TagOffset), tag);
        Tcp.Check(LibC.ControlEpoll(_descriptor, operation, descriptor, ref _item[0]), "epoll_ctl");
    }
}
