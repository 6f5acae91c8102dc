using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Unicode;
using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Bench.Peers.Dialects;

/// <summary>
/// Our own protocol in clear text. Events are found by their kind and not decoded: what is measured is the server. A Ping is answered. Used by one thread.
/// </summary>
internal sealed class ChatDialect : Dialect
{
    private const int HelloId = 1;
    private const int JoinId = 2;

    private readonly ulong _keys = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private uint _posts = JoinId;

    public override string Name => "chat";

    public override int Port => Limits.DefaultPort;

    public override Copies Copies => Copies.AllSenders;

    public override void Open(IPeer peer)
    {
        peer.Send(FrameCodec.Encode(new HelloFrame(HelloId, Limits.Version, "bench/1", peer.Nick)));
        peer.Send(FrameCodec.Encode(new JoinFrame(JoinId, $"#r{peer.Room}")));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Read(IPeer peer, ReadOnlySpan<byte> bytes)
    {
        var read = 0;
        while (bytes.Length - read > Limits.LengthBytes + 1)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes[read..]);
            if (length is < 2 or > Limits.MaxFrame)
            {
                throw new InvalidDataException($"A frame of {length} bytes.");
            }

            if (bytes.Length - read - Limits.LengthBytes < length)
            {
                break;
            }

            Take(peer, bytes.Slice(read + Limits.LengthBytes, length));
            read += Limits.LengthBytes + length;
        }

        return read;
    }

    /// <summary>A Post, as <see cref="FrameCodec"/> writes it, without making objects.</summary>
    public override int Write(IPeer sender, ReadOnlySpan<byte> text, Span<byte> to)
    {
        const int Fields = 6;
        var at = Limits.LengthBytes;
        to[at++] = 0x90 | Fields;
        to[at++] = (byte)FrameKind.Post;
        to[at++] = 0xCE;
        BinaryPrimitives.WriteUInt32BigEndian(to[at..], ++_posts);
        at += sizeof(uint);
        to[at++] = 0xC4;
        to[at++] = Limits.KeyBytes;
        BinaryPrimitives.WriteUInt64LittleEndian(to[at..], _keys);
        BinaryPrimitives.WriteUInt64BigEndian(to[(at + sizeof(ulong))..], _posts);
        at += Limits.KeyBytes;
        Utf8.TryWrite(to[(at + 1)..], $"#r{sender.Room}", out var room);
        to[at++] = (byte)(0xA0 | room);
        at += room;
        to[at++] = (byte)EventKind.Text;
        to[at++] = 0xDA;
        BinaryPrimitives.WriteUInt16BigEndian(to[at..], (ushort)text.Length);
        at += sizeof(ushort);
        text.CopyTo(to[at..]);
        at += text.Length;
        BinaryPrimitives.WriteInt32BigEndian(to, at - Limits.LengthBytes);
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Take(IPeer peer, ReadOnlySpan<byte> payload)
    {
        // All kinds that are looked at are one byte, behind that of an array with fewer than 16 elements.
        switch ((FrameKind)payload[1])
        {
            case FrameKind.Event:
                if (payload.IndexOf(Stamp.Mark) is var start and >= 0)
                {
                    peer.Deliver(payload[start..]);
                }

                break;
            case FrameKind.Joined:
                peer.Enter();
                break;
            case FrameKind.Ping:
                peer.Send(FrameCodec.Encode(new PongFrame(((PingFrame)FrameCodec.DecodeReply(payload)).Token)));
                break;
            case FrameKind.Error or FrameKind.Bye:
                throw new InvalidDataException($"The server says {FrameCodec.DecodeReply(payload)}");
        }
    }
}
