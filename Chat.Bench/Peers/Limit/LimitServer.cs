using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using Chat.Bench.Peers.Dialects;
using Chat.Bench.Sockets;

namespace Chat.Bench.Peers.Limit;

/// <summary>
/// The practical limit of one core: a server that passes on what is sent to a room and does nothing else. One thread, one buffer for each member, and one send for each member and turn of the loop. No encryption, no store, no names, no
/// bounds. It speaks <see cref="RawFrame"/>.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class LimitServer : IDisposable
{
    private const int BufferSize = 256 * 1024;
    private const int ListenerTag = -1;

    // How long it may take to notice that it is to stop.
    private const int LongestWait = 1000;

    private readonly Epoll _epoll = new();
    private readonly int _listener;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);
    private readonly List<LimitMember?> _members = [];
    private readonly Stack<int> _freeTags = [];
    private readonly Dictionary<int, List<LimitMember>> _rooms = [];
    private readonly List<LimitMember> _dirty = [];

    /// <param name="port">On 127.0.0.1.</param>
    public LimitServer(int port)
    {
        _listener = Tcp.Listen(port);
        _epoll.Add(_listener, Readiness.Readable, ListenerTag);
    }

    public void Run(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            Turn();
        }
    }

    public void Dispose()
    {
        foreach (var member in _members)
        {
            if (member is not null)
            {
                Tcp.Close(member.Socket);
            }
        }

        Tcp.Close(_listener);
        _epoll.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Turn()
    {
        var count = _epoll.Wait(LongestWait);
        for (var i = 0; i < count; i++)
        {
            var readiness = _epoll.At(i, out var tag);
            if (tag == ListenerTag)
            {
                Accept();
            }
            else if (_members[tag] is { } member)
            {
                Handle(member, readiness);
            }
        }

        foreach (var member in _dirty)
        {
            member.IsDirty = false;
            if (member is { IsFull: false, IsGone: false })
            {
                Flush(member);
            }
        }

        _dirty.Clear();
    }

    private void Accept()
    {
        int socket;
        while ((socket = Tcp.Accept(_listener)) >= 0)
        {
            if (!_freeTags.TryPop(out var tag))
            {
                tag = _members.Count;
                _members.Add(null);
            }

            _members[tag] = new LimitMember(socket, tag);
            _epoll.Add(socket, Readiness.Readable, tag);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Handle(LimitMember member, Readiness readiness)
    {
        if ((readiness & Readiness.Writable) != 0)
        {
            Flush(member);
        }

        if ((readiness & ~Readiness.Writable) != 0 && !member.IsGone && !Receive(member))
        {
            Drop(member);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Receive(LimitMember member)
    {
        var kept = member.Tail.CopyTo(_buffer);
        var count = Tcp.Receive(member.Socket, _buffer.AsSpan(kept));
        if (count <= 0)
        {
            return count == 0;
        }

        var bytes = _buffer.AsSpan(0, kept + count);
        while (bytes.Length > RawFrame.Prefix)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes);
            if (length is < 1 or > RawFrame.Longest)
            {
                return false;
            }

            if (bytes.Length - RawFrame.Prefix < length)
            {
                break;
            }

            if (!Take(member, bytes[..(RawFrame.Prefix + length)]))
            {
                return false;
            }

            bytes = bytes[(RawFrame.Prefix + length)..];
        }

        member.Tail.Keep(bytes);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Take(LimitMember member, Span<byte> frame)
    {
        switch (frame[RawFrame.Prefix])
        {
            case RawFrame.Hello:
                Welcome(member);
                return true;
            case RawFrame.Join when frame.Length == RawFrame.Prefix + RawFrame.Head && member.Room is null:
                member.Room = RoomOf(frame);
                member.Room.Add(member);
                Welcome(member);
                return true;
            case RawFrame.Post when frame.Length >= RawFrame.Prefix + RawFrame.Head:
                // The post itself becomes what is delivered, once for all.
                frame[RawFrame.Prefix] = RawFrame.Delivery;
                foreach (var each in RoomOf(frame))
                {
                    Put(each, frame);
                }

                return true;
            default:
                return false;
        }
    }

    private List<LimitMember> RoomOf(ReadOnlySpan<byte> frame)
    {
        var number = BinaryPrimitives.ReadInt32BigEndian(frame[(RawFrame.Prefix + 1)..]);
        if (!_rooms.TryGetValue(number, out var room))
        {
            _rooms.Add(number, room = []);
        }

        return room;
    }

    private void Welcome(LimitMember member) => Put(member, [0, 0, 0, 1, RawFrame.Welcome]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Put(LimitMember member, ReadOnlySpan<byte> bytes)
    {
        member.Outlet.Put(bytes);
        if (!member.IsDirty)
        {
            member.IsDirty = true;
            _dirty.Add(member);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Flush(LimitMember member)
    {
        if (member.Outlet.Flush(member.Socket) < 0)
        {
            Drop(member);
        }
        else if (member.IsFull == member.Outlet.IsEmpty)
        {
            member.IsFull = !member.IsFull;
            _epoll.Change(member.Socket, Readiness.Readable | (member.IsFull ? Readiness.Writable : Readiness.None), member.Tag);
        }
    }

    private void Drop(LimitMember member)
    {
        Tcp.Close(member.Socket);
        member.IsGone = true;
        member.Room?.Remove(member);
        _members[member.Tag] = null;
        _freeTags.Push(member.Tag);
    }
}
