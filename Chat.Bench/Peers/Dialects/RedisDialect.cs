using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace Chat.Bench.Peers.Dialects;

/// <summary>Redis with RESP2: SUBSCRIBE and PUBLISH. A sender is an ordinary connection, which has entered when its PING is answered.</summary>
internal sealed class RedisDialect : Dialect
{
    public override string Name => "redis";

    public override int Port => 6379;

    public override Copies Copies => Copies.Members;

    public override void Open(IPeer peer)
    {
        var room = $"r{peer.Room}";
        peer.Send(peer.IsSender ? "PING\r\n"u8 : Encoding.ASCII.GetBytes($"*2\r\n$9\r\nSUBSCRIBE\r\n${room.Length}\r\n{room}\r\n"));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Read(IPeer peer, ReadOnlySpan<byte> bytes)
    {
        var read = 0;
        while (read < bytes.Length)
        {
            var length = bytes[read] == '*' ? ReadArray(peer, bytes[read..]) : ReadLine(peer, bytes[read..]);
            if (length == 0)
            {
                break;
            }

            read += length;
        }

        return read;
    }

    public override int Write(IPeer sender, ReadOnlySpan<byte> text, Span<byte> to)
    {
        Span<byte> room = stackalloc byte[16];
        Utf8.TryWrite(room, $"r{sender.Room}", out var length);
        Utf8.TryWrite(to, $"*3\r\n$7\r\nPUBLISH\r\n${length}\r\nr{sender.Room}\r\n${text.Length}\r\n", out var head);
        return Join(to, to[..head], text, "\r\n"u8);
    }

    /// <summary>+PONG, the number that answers PUBLISH, or -ERR.</summary>
    private static int ReadLine(IPeer peer, ReadOnlySpan<byte> bytes)
    {
        var length = bytes.IndexOf((byte)'\n');
        if (length < 0)
        {
            return 0;
        }

        switch (bytes[0])
        {
            case (byte)'-':
                throw Refused(bytes[..length]);
            case (byte)'+':
                peer.Enter();
                break;
        }

        return length + 1;
    }

    /// <summary>["message", room, text] or ["subscribe", room, how many]: the first word's length tells them apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int ReadArray(IPeer peer, ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n') + 1;
        if (end == 0)
        {
            return 0;
        }

        var count = Number(bytes[1..]);
        var firstLength = 0;
        var last = ReadOnlySpan<byte>.Empty;
        for (var i = 0; i < count; i++)
        {
            var rest = bytes[end..];
            var head = rest.IndexOf((byte)'\n') + 1;
            if (head == 0)
            {
                return 0;
            }

            end += head;
            if (rest[0] != '$')
            {
                continue;
            }

            var length = Number(rest[1..]);
            if (rest.Length < head + length + 2)
            {
                return 0;
            }

            last = rest.Slice(head, length);
            firstLength = i == 0 ? length : firstLength;
            end += length + 2;
        }

        if (firstLength == "message".Length)
        {
            peer.Deliver(last);
        }
        else
        {
            peer.Enter();
        }

        return end;
    }
}
