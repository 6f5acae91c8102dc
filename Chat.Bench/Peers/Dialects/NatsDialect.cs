using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace Chat.Bench.Peers.Dialects;

/// <summary>NATS: CONNECT after INFO, SUB, and a PING whose PONG tells that both were taken; PUB and MSG. A PING is answered.</summary>
internal sealed class NatsDialect : Dialect
{
    public override string Name => "nats";

    public override int Port => 4222;

    public override Copies Copies => Copies.Members;

    public override void Open(IPeer peer)
    {
        // The server speaks first.
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Read(IPeer peer, ReadOnlySpan<byte> bytes)
    {
        var read = 0;
        while (bytes[read..].IndexOf((byte)'\n') is var length and >= 0)
        {
            var line = bytes.Slice(read, length);
            if (line.StartsWith("MSG "u8))
            {
                // MSG subject sid [reply] size
                var start = read + length + 1;
                var size = Number(line[(line.LastIndexOf((byte)' ') + 1)..]);
                if (start + size + 2 > bytes.Length)
                {
                    return read;
                }

                peer.Deliver(bytes.Slice(start, size));
                read = start + size + 2;
                continue;
            }

            Answer(peer, line);
            read += length + 1;
        }

        return read;
    }

    public override int Write(IPeer sender, ReadOnlySpan<byte> text, Span<byte> to)
    {
        Utf8.TryWrite(to, $"PUB r{sender.Room} {text.Length}\r\n", out var head);
        return Join(to, to[..head], text, "\r\n"u8);
    }

    private static void Answer(IPeer peer, ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("INFO"u8))
        {
            const string Options = """{"verbose":false,"pedantic":false,"tls_required":false,"name":"bench","lang":"bench","version":"1","protocol":1,"echo":false}""";
            var subscription = peer.IsSender ? "" : $"SUB r{peer.Room} 1\r\n";
            peer.Send(Encoding.ASCII.GetBytes($"CONNECT {Options}\r\n{subscription}PING\r\n"));
        }
        else if (line.StartsWith("PONG"u8))
        {
            peer.Enter();
        }
        else if (line.StartsWith("PING"u8))
        {
            peer.Send("PONG\r\n"u8);
        }
        else if (line.StartsWith("-"u8))
        {
            throw Refused(line);
        }
    }
}
