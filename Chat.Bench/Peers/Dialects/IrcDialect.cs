using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace Chat.Bench.Peers.Dialects;

/// <summary>IRC (RFC 2812): NICK and USER, JOIN after the greeting, PRIVMSG; a PING is answered.</summary>
internal sealed class IrcDialect : Dialect
{
    public override string Name => "irc";

    public override int Port => 6667;

    public override Copies Copies => Copies.OtherSenders;

    public override void Open(IPeer peer) => peer.Send(Encoding.ASCII.GetBytes($"NICK {peer.Nick}\r\nUSER bench 0 * :bench\r\n"));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Read(IPeer peer, ReadOnlySpan<byte> bytes)
    {
        var read = 0;
        while (bytes[read..].IndexOf((byte)'\n') is var length and >= 0)
        {
            var line = bytes.Slice(read, length);
            read += length + 1;
            if (line.EndsWith("\r"u8))
            {
                line = line[..^1];
            }

            if (line.StartsWith(":"u8))
            {
                Take(peer, line, line.IndexOf((byte)' ') + 1);
            }
            else if (line.StartsWith("PING"u8))
            {
                peer.Send([.. "PONG"u8, .. line[4..], .. "\r\n"u8]);
            }
            else if (line.StartsWith("ERROR"u8))
            {
                throw Refused(line);
            }
        }

        return read;
    }

    public override int Write(IPeer sender, ReadOnlySpan<byte> text, Span<byte> to)
    {
        Utf8.TryWrite(to, $"PRIVMSG #r{sender.Room} :", out var head);
        return Join(to, to[..head], text, "\r\n"u8);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Take(IPeer peer, ReadOnlySpan<byte> line, int start)
    {
        var command = line[start..];
        if (command.StartsWith("PRIVMSG "u8))
        {
            peer.Deliver(command[(command.IndexOf((byte)':') + 1)..]);
        }
        else if (peer.IsReady)
        {
            return;
        }
        else if (command.StartsWith("001 "u8))
        {
            peer.Send(Encoding.ASCII.GetBytes($"JOIN #r{peer.Room}\r\n"));
        }
        else if (command.StartsWith("366 "u8))
        {
            peer.Enter();
        }
        else if (command.StartsWith("4"u8) && !command.StartsWith("42"u8))
        {
            // 422: there is no message of the day.
            throw Refused(line);
        }
    }
}
