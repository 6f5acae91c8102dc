using System.Text;

namespace Chat.Bench.Peers.Dialects;

/// <summary>The little of a server's protocol that it takes to enter a room, send to it and count what comes. Has no state of its own for a connection.</summary>
internal abstract class Dialect
{
    /// <summary>So many bytes more than its text a message takes at the most.</summary>
    public const int Overhead = 256;

    public static IReadOnlyList<Dialect> All { get; } = [new ChatDialect(), new IrcDialect(), new NatsDialect(), new RedisDialect(), new RawDialect()];

    /// <summary>What it is called on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>The port its servers listen on unless told otherwise.</summary>
    public abstract int Port { get; }

    public abstract Copies Copies { get; }

    /// <summary>Says what a client says first.</summary>
    public abstract void Open(IPeer peer);

    /// <summary>Reads what is complete. Returns how many bytes that was.</summary>
    /// <exception cref="InvalidDataException">The server refuses, or says what is not in the protocol.</exception>
    public abstract int Read(IPeer peer, ReadOnlySpan<byte> bytes);

    /// <summary>Writes a message to the sender's room. Returns its length.</summary>
    /// <param name="sender">Whose message it is.</param>
    /// <param name="text">ASCII, in one line.</param>
    /// <param name="to">Has room for the text and <see cref="Overhead"/>.</param>
    public abstract int Write(IPeer sender, ReadOnlySpan<byte> text, Span<byte> to);

    /// <summary>Puts pieces one behind the other. Returns their length.</summary>
    protected static int Join(Span<byte> to, ReadOnlySpan<byte> head, ReadOnlySpan<byte> text, ReadOnlySpan<byte> end)
    {
        head.CopyTo(to);
        text.CopyTo(to[head.Length..]);
        end.CopyTo(to[(head.Length + text.Length)..]);
        return head.Length + text.Length + end.Length;
    }

    /// <summary>The number that stands there in decimal digits; what is no digit ends it.</summary>
    protected static int Number(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            if ((uint)(digit - '0') > 9)
            {
                break;
            }

            value = (value * 10) + digit - '0';
        }

        return value;
    }

    protected static InvalidDataException Refused(ReadOnlySpan<byte> answer) =>
        new($"The server says {Encoding.ASCII.GetString(answer[..Math.Min(answer.Length, 120)]).TrimEnd()}");
}
