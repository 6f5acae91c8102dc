using System.Net.Sockets;

namespace Chat.Bench.Wire;

/// <summary>What every system has. It looks at all sockets for each call, so it is only good where most of them are busy.</summary>
internal sealed class SelectPoller : Poller
{
    private readonly Dictionary<Socket, Entry> _entries = [];
    private readonly List<Socket> _reads = [];
    private readonly List<Socket> _writes = [];

    public override void Add(IPolled item) => _entries[item.Socket] = new Entry(item, true, false);

    public override void Watch(IPolled item, bool reads, bool writes) => _entries[item.Socket] = new Entry(item, reads, writes);

    public override void Remove(IPolled item) => _entries.Remove(item.Socket);

    public override void Wait(TimeSpan atMost)
    {
        _reads.Clear();
        _writes.Clear();
        foreach (var (socket, entry) in _entries)
        {
            if (entry.Reads)
            {
                _reads.Add(socket);
            }

            if (entry.Writes)
            {
                _writes.Add(socket);
            }
        }

        Socket.Select(_reads, _writes, null, atMost);
        foreach (var socket in _writes)
        {
            Call(socket, canRead: false, canWrite: true);
        }

        foreach (var socket in _reads)
        {
            Call(socket, canRead: true, canWrite: false);
        }
    }

    protected override void Dispose(bool isDisposing)
    {
        _entries.Clear();
    }

    private void Call(Socket socket, bool canRead, bool canWrite)
    {
        // One that was called before may have closed this one.
        if (_entries.TryGetValue(socket, out var entry))
        {
            entry.Item.Ready(canRead, canWrite);
        }
    }

    private readonly record struct Entry(IPolled Item, bool Reads, bool Writes);
}
