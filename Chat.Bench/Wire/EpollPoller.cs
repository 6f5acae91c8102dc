using System.Runtime.Versioning;
using Chat.Bench.Sockets;

namespace Chat.Bench.Wire;

/// <summary>Linux's epoll, called directly: the runtime's own event loop would cost more than all that is done with a delivery here.</summary>
[SupportedOSPlatform("linux")]
internal sealed class EpollPoller : Poller
{
    private const Readiness Broken = Readiness.Failed | Readiness.HungUp;

    private readonly Epoll _epoll = new();
    private IPolled?[] _items = new IPolled?[1024];

    public override void Add(IPolled item)
    {
        var descriptor = Descriptor(item);
        if (descriptor >= _items.Length)
        {
            Array.Resize(ref _items, Math.Max(descriptor + 1, _items.Length * 2));
        }

        _items[descriptor] = item;
        _epoll.Add(descriptor, Readiness.Readable, descriptor);
    }

    public override void Watch(IPolled item, bool reads, bool writes) => _epoll.Change(
        Descriptor(item), (reads ? Readiness.Readable : Readiness.None) | (writes ? Readiness.Writable : Readiness.None), Descriptor(item));

    public override void Remove(IPolled item)
    {
        var descriptor = Descriptor(item);
        _epoll.Remove(descriptor);
        _items[descriptor] = null;
    }

    public override void Wait(TimeSpan atMost)
    {
        var count = _epoll.Wait(atMost);
        for (var i = 0; i < count; i++)
        {
            var what = _epoll.At(i, out var descriptor);

            // One that was called before may have closed this one; its descriptor may be another's already, who then finds nothing to read.
            _items[descriptor]?.Ready((what & (Readiness.Readable | Broken)) != 0, (what & (Readiness.Writable | Broken)) != 0);
        }
    }

    protected override void Dispose(bool isDisposing) => _epoll.Dispose();

    private static int Descriptor(IPolled item) => (int)item.Socket.SafeHandle.DangerousGetHandle();
}
