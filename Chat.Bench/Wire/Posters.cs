using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Chat.Bench.Measuring;
using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Bench.Wire;

/// <summary>Clients that post, each as soon as its last post is acknowledged. One thread for all of them.</summary>
internal sealed class Posters : IDisposable
{
    private const int PollMicroseconds = 1_000_000;

    private readonly List<WireConnection> _connections = [];
    private readonly Dictionary<Socket, int> _places = [];
    private readonly long[] _sent;
    private readonly Random _random = new(1);
    private readonly string[] _rooms;
    private readonly string _text = new('x', 64);
    private readonly List<Socket> _ready = [];

    /// <param name="endpoint">The server.</param>
    /// <param name="count">How many.</param>
    /// <param name="name">What their nicks begin with.</param>
    /// <param name="sharesRoom">Whether all are in one room, and not each in one of his own.</param>
    public Posters(IPEndPoint endpoint, int count, string name, bool sharesRoom)
    {
        _sent = new long[count];
        _rooms = [.. Enumerable.Range(0, count).Select(i => $"#{(sharesRoom ? "all" : "own")}-{(sharesRoom ? 0 : i)}")];
        for (var i = 0; i < count; i++)
        {
            var connection = WireConnection.Enter(endpoint, $"{name}-{i}", _rooms[i]);
            _connections.Add(connection);
            _places.Add(connection.Socket, i);
        }
    }

    /// <summary>Posts for a time. Returns how many posts were acknowledged in a second.</summary>
    /// <param name="time">How long.</param>
    /// <param name="latencies">Gets the time from post to acknowledgement, in µs.</param>
    public double Run(TimeSpan time, Samples latencies)
    {
        var began = Stopwatch.GetTimestamp();
        var (open, count) = (0, 0);
        for (; open < _connections.Count; open++)
        {
            Post(open);
        }

        var elapsed = TimeSpan.Zero;
        while (open > 0)
        {
            foreach (var place in Ready())
            {
                var connection = _connections[place];
                connection.Receive();
                while (connection.TryTake(out var payload))
                {
                    if (WireConnection.KindOf(payload) == FrameKind.Error)
                    {
                        throw new InvalidOperationException($"The server refuses: {FrameCodec.DecodeReply(payload)}");
                    }

                    if (WireConnection.KindOf(payload) != FrameKind.Posted)
                    {
                        continue;
                    }

                    if (elapsed >= time)
                    {
                        open--;
                        continue;
                    }

                    latencies.Add(Stopwatch.GetElapsedTime(_sent[place]).TotalMicroseconds);
                    count++;
                    elapsed = Stopwatch.GetElapsedTime(began);
                    Post(place);
                }
            }
        }

        return count / elapsed.TotalSeconds;
    }

    public void Dispose() => _connections.ForEach(static connection => connection.Dispose());

    private void Post(int place)
    {
        Span<byte> key = stackalloc byte[16];
        _random.NextBytes(key);
        _sent[place] = Stopwatch.GetTimestamp();
        _connections[place].Send(new PostFrame(_connections[place].NextId(), new Guid(key), _rooms[place], EventKind.Text, _text));
    }

    /// <summary>Those that have something to read; one alone simply reads.</summary>
    private IEnumerable<int> Ready()
    {
        if (_connections.Count == 1)
        {
            yield return 0;
            yield break;
        }

        _ready.Clear();
        _ready.AddRange(_places.Keys);
        Socket.Select(_ready, null, null, PollMicroseconds);
        foreach (var socket in _ready)
        {
            yield return _places[socket];
        }
    }
}
