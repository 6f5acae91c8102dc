using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Log.Memory;
using Chat.Server.Rooms;
using Chat.Server.Sequencing;
using Chat.Server.Sequencing.Commands;

namespace Chat.Bench.Micro;

/// <summary>A sequencer with one room full of guests, a log in memory and one lane, whose sockets take everything: a server without anything around it. One thread.</summary>
internal sealed class CrowdedRoom : IAsyncDisposable
{
    private const string Name = "#lobby";
    private const long Now = 1_795_000_000_000;

    /// <summary>So little that the log is full soon: then each turn costs what it costs on a server that has been up for long.</summary>
    private const long Capacity = 8 * 1024 * 1024;

    private readonly MemoryEventLog _log = new(Capacity);
    private readonly GroupEncoder _encoder = new();
    private readonly Sequencer _sequencer;
    private readonly Lanes _lanes;
    private readonly RoomAddress _room = RoomAddress.Parse(Name, out _)!;
    private readonly string _text;
    private readonly List<CountingOutlet> _outlets = [];
    private readonly Subscriber _sender;
    private uint _lastId;
    private long _lastKey;

    /// <param name="members">How many are in the room; the first one posts.</param>
    /// <param name="size">Bytes of text in a message.</param>
    public CrowdedRoom(int members, int size)
    {
        _text = new string('x', size);
        _sequencer = new Sequencer(new SequencerOptions("bench", null, NextKey));
        _lanes = new Lanes(new LaneContext(_log, ThreadPoolScheduler.Instance, TimeProvider.System, static broken => throw broken), 1);
        _sender = Enter(1);
        for (var i = 2; i <= members; i++)
        {
            Enter(i);
        }

        // A room that does not work would be measured to be fast.
        var before = _outlets.ConvertAll(static outlet => outlet.Taken);
        Deliver(Turn(Post()));
        if (!_outlets.Select((outlet, i) => outlet.Taken - before[i]).All(taken => taken > size))
        {
            throw new InvalidOperationException("Not everybody has got what was posted.");
        }
    }

    /// <summary>A post that has been read and checked.</summary>
    public Command Post() => new PostCommand(_sender, new PostFrame(++_lastId, NextKey(), Name, EventKind.Text, _text), _room);

    /// <summary>What a group of commands comes to: their turns, and the commit.</summary>
    public Group Turn(params ReadOnlySpan<Command> commands)
    {
        var group = _sequencer.Begin(Now, long.MaxValue);
        foreach (var command in commands)
        {
            _sequencer.Apply(command, group);
        }

        if (_sequencer.BatchOf(group) is { } batch)
        {
            var appended = _log.AppendAsync(batch, CancellationToken.None);
            _sequencer.Committed(batch, appended.IsCompletedSuccessfully ? appended.Result : throw new InvalidOperationException("A log in memory has to wait."));
        }

        group.Close();
        return group;
    }

    /// <summary>What is to be done for a group, its frames encoded.</summary>
    public List<Instruction> Encode(Group group) => _encoder.Encode(group.Outputs);

    /// <summary>Sends a group to everybody.</summary>
    public void Deliver(Group group) => _lanes.Deliver(Encode(group));

    public async ValueTask DisposeAsync()
    {
        await _lanes.DisposeAsync();
        _encoder.Dispose();
        await _log.DisposeAsync();
    }

    private Subscriber Enter(int number)
    {
        _outlets.Add(new CountingOutlet());
        var member = _lanes.Attach(new SessionId(number), _outlets[^1]);
        _ = Nick.TryParse($"member-{number}", out var nick);
        Deliver(Turn(
            new EnterCommand(member, ++_lastId, nick, null, null, new TaskCompletionSource<UserId?>()),
            new JoinCommand(member, ++_lastId, _room, null, null)));
        return member;
    }

    private Guid NextKey() => new(0, 0, 0, BitConverter.GetBytes(++_lastKey));
}
