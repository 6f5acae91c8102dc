using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Chat.Bench.Peers.Dialects;

/// <summary>The limit server's protocol: <see cref="RawFrame"/>.</summary>
internal sealed class RawDialect : Dialect
{
    public override string Name => "raw";

    public override int Port => 7000;

    public override Copies Copies => Copies.Members;

    public override void Open(IPeer peer)
    {
        if (peer.IsSender)
        {
            peer.Send([0, 0, 0, 1, RawFrame.Hello]);
            return;
        }

        Span<byte> join = [0, 0, 0, 5, RawFrame.Join, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(join[5..], peer.Room);
        peer.Send(join);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Read(IPeer peer, ReadOnlySpan<byte> bytes)
    {
        var read = 0;
        while (bytes.Length - read > RawFrame.Prefix)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes[read..]);
            if (length is < 1 or > RawFrame.Longest)
            {
                throw new InvalidDataException($"A frame of {length} bytes.");
            }

            if (bytes.Length - read - RawFrame.Prefix < length)
            {
                break;
            }

            var frame = bytes.Slice(read + RawFrame.Prefix, length);
            read += RawFrame.Prefix + length;
            if (frame[0] == RawFrame.Delivery)
            {
                peer.Deliver(frame[RawFrame.Head..]);
            }
            else
            {
                peer.Enter();
            }
        }

        return read;
    }

    public override int Write(IPeer sender, ReadOnlySpan<byte> text, Span<byte> to)
    {
        BinaryPrimitives.WriteInt32BigEndian(to, RawFrame.Head + text.Length);
        to[RawFrame.Prefix] = RawFrame.Post;
        BinaryPrimitives.WriteInt32BigEndian(to[(RawFrame.Prefix + 1)..], sender.Room);
        text.CopyTo(to[(RawFrame.Prefix + RawFrame.Head)..]);
        return RawFrame.Prefix + RawFrame.Head + text.Length;
    }
}
