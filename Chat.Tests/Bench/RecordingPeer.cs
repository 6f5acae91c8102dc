using System.Text;
using Chat.Bench.Peers.Dialects;
using Chat.Bench.Sockets;

namespace Chat.Tests.Bench;

/// <summary>A connection that goes nowhere: it is given what a server would send, in pieces, and keeps what comes of it.</summary>
internal sealed class RecordingPeer(Dialect dialect) : IPeer
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly StringBuilder _sent = new();
    private Tail _tail;

    public bool IsSender { get; init; }

    public string Nick { get; init; } = "u0";

    public int Room { get; init; } = 7;

    public bool IsReady { get; private set; }

    public int Entries { get; private set; }

    public List<string> Delivered { get; } = [];

    public string Sent => _sent.ToString();

    public void Send(ReadOnlySpan<byte> bytes) => _sent.Append(Encoding.Latin1.GetString(bytes));

    public void Enter()
    {
        IsReady = true;
        Entries++;
    }

    public void Deliver(ReadOnlySpan<byte> text) => Delivered.Add(Encoding.Latin1.GetString(text));

    /// <summary>Reads one piece after the other.</summary>
    public RecordingPeer Receive(params byte[][] pieces)
    {
        foreach (var piece in pieces)
        {
            var kept = _tail.CopyTo(_buffer);
            piece.CopyTo(_buffer.AsSpan(kept));
            var length = kept + piece.Length;
            var read = dialect.Read(this, _buffer.AsSpan(0, length));
            _tail.Keep(_buffer.AsSpan(read, length - read));
        }

        return this;
    }
}
