using Chat.Protocol;
using Chat.Server.Log;

namespace Chat.Bench.Store;

/// <summary>Makes events that follow each other in their rooms, the same ones from the same seed.</summary>
internal sealed class EventSource
{
    private const int Users = 200;
    private const long FirstTime = 1_795_000_000_000;

    private readonly Random _random;
    private readonly Func<string> _text;
    private readonly long[] _heads;
    private long _made;

    /// <param name="random">Where users and keys come from.</param>
    /// <param name="text">Makes a text.</param>
    /// <param name="rooms">How many rooms there are; they have numbers from 1.</param>
    public EventSource(Random random, Func<string> text, int rooms)
    {
        _random = random;
        _text = text;
        _heads = new long[rooms + 1];
    }

    public long Head(long room) => _heads[room];

    /// <summary>So many events, spread evenly over the first rooms.</summary>
    public List<(long Room, LogEvent[] Events)> Group(int events, int rooms)
    {
        var group = new List<(long Room, LogEvent[] Events)>(rooms);
        for (var room = 1; room <= Math.Min(events, rooms); room++)
        {
            group.Add((room, Events(room, (events / rooms) + (room <= events % rooms ? 1 : 0))));
        }

        return group;
    }

    /// <summary>The next events of one room.</summary>
    public LogEvent[] Events(long room, int count)
    {
        var events = new LogEvent[count];
        for (var i = 0; i < count; i++)
        {
            events[i] = Next(room);
        }

        return events;
    }

    private LogEvent Next(long room)
    {
        Span<byte> key = stackalloc byte[16];
        _random.NextBytes(key);
        var user = _random.Next(1, Users);
        return new LogEvent
        {
            Seq = ++_heads[room],
            Time = FirstTime + _made++,
            Author = new UserId(user),
            Nick = $"member-{user}",
            Kind = EventKind.Text,
            Text = _text(),
            Key = new Guid(key),
        };
    }
}
