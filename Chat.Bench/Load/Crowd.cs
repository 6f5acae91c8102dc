using System.Globalization;
using Chat.Bench.Wire;

namespace Chat.Bench.Load;

/// <summary>Rooms and their members, dealt to loops: whole rooms where there are enough of them, else the members who do not send.</summary>
internal sealed class Crowd
{
    private readonly LoadOptions _options;
    private readonly Venue _venue;
    private readonly EventLoop[] _loops;
    private readonly Tally[] _tallies;
    private readonly int _run;
    private readonly Dictionary<(Room Room, int Loop), RoomShare> _shares = [];
    private int _named;

    /// <param name="options">How many there are.</param>
    /// <param name="venue">The server.</param>
    /// <param name="loops">Who has them; the last one has those whose connections break, if there are any.</param>
    /// <param name="run">The number of this run.</param>
    public Crowd(LoadOptions options, Venue venue, EventLoop[] loops, int run)
    {
        _options = options;
        _venue = venue;
        _loops = loops;
        _run = run;
        _tallies = [.. loops.Select(static _ => new Tally())];
        Members = [.. loops.Select(static _ => new List<Member>())];
        var steady = options.ReconnectStorm > 0 ? loops.Length - 1 : loops.Length;
        for (var i = 0; i < options.Rooms; i++)
        {
            Rooms.Add(new Room(string.Create(CultureInfo.InvariantCulture, $"#load-{i + 1}"), loops[i % steady], run, options));
        }
    }

    public IReadOnlyList<Tally> Tallies => _tallies;

    public List<Room> Rooms { get; } = [];

    /// <summary>The members of each loop.</summary>
    public List<Member>[] Members { get; }

    /// <summary>Those who read nothing for a while, with their loops.</summary>
    public List<(EventLoop Loop, Member Member)> Slow { get; } = [];

    /// <summary>Those whose connections break; all of the last loop.</summary>
    public List<Member> Stormed { get; } = [];

    /// <summary>Makes the members that the options ask for.</summary>
    public void Fill()
    {
        var steady = _options.ReconnectStorm > 0 ? _loops.Length - 1 : _loops.Length;
        var (slow, stormed) = (_options.Slow, _options.ReconnectStorm);

        // From the last member down to the first, so that every room has its part of those that are not like the others, and the first ones send.
        for (var place = _options.Members - 1; place >= 0; place--)
        {
            for (var i = 0; i < Rooms.Count; i++)
            {
                var isSender = place < _options.Senders;
                var isStormed = !isSender && stormed > 0 && stormed-- > 0;
                var isSlow = !isSender && !isStormed && slow > 0 && slow-- > 0;
                var loop = isStormed ? _loops.Length - 1 : isSender || Rooms.Count >= steady ? i % steady : (i + place) % steady;
                var member = New(Share(Rooms[i], loop), loop, isAwaited: !isStormed && !isSlow);
                Members[loop].Add(member);
                if (isSender)
                {
                    Rooms[i].AddSender(member);
                }
                else if (isStormed)
                {
                    Stormed.Add(member);
                }
                else if (isSlow)
                {
                    Slow.Add((_loops[loop], member));
                }
            }
        }
    }

    /// <summary>Some more who only listen, dealt to rooms and loops.</summary>
    /// <returns>Those of each loop.</returns>
    public List<Member>[] AddIdle(int count)
    {
        var added = _loops.Select(static _ => new List<Member>()).ToArray();
        for (var i = 0; i < count; i++)
        {
            var loop = i % _loops.Length;
            var member = New(Share(Rooms[i % Rooms.Count], loop), loop, isAwaited: false);
            added[loop].Add(member);
            Members[loop].Add(member);
        }

        return added;
    }

    /// <summary>Makes, for one loop, one after the other who comes in only to go again.</summary>
    public Func<Member> Passers(int loop)
    {
        var shares = Rooms.Select(room => Share(room, loop)).ToArray();
        var made = 0;
        return () => New(shares[made++ % shares.Length], loop, isAwaited: false);
    }

    /// <summary>Whether latencies are taken down from now on.</summary>
    public void SetMeasuring(bool isMeasuring)
    {
        foreach (var tally in _tallies)
        {
            tally.IsMeasuring = isMeasuring;
        }
    }

    /// <summary>Asks each loop something about its members, and tells whether all say yes.</summary>
    public async Task<bool> AllAsync(Func<Member, bool> isSo)
    {
        var answers = await Task.WhenAll(_loops.Select((loop, i) => loop.AskAsync(() => Members[i].TrueForAll(member => isSo(member)))));
        return answers.All(static answer => answer);
    }

    /// <summary>Has every loop do something with each of its members.</summary>
    public Task EachAsync(Action<Member> act) => Task.WhenAll(_loops.Select((loop, i) => loop.AskAsync(() =>
    {
        Members[i].ForEach(act);
        return true;
    })));

    private RoomShare Share(Room room, int loop)
    {
        if (!_shares.TryGetValue((room, loop), out var share))
        {
            _shares.Add((room, loop), share = new RoomShare(room, _tallies[loop]));
        }

        return share;
    }

    /// <summary>Somebody with a nick that nobody else has. Any thread, for passers are made as they are needed.</summary>
    private Member New(RoomShare share, int loop, bool isAwaited) =>
        new(_venue, share, _loops[loop], string.Create(CultureInfo.InvariantCulture, $"load-{_run:x8}-{Interlocked.Increment(ref _named)}"), isAwaited);
}
