using System.Runtime.InteropServices;
using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Rooms;
using Chat.Server.Users;

namespace Chat.Server.Sequencing;

/// <summary>
/// The turns that are committed together: what they append, what they want done after, and how to take them back. Owned by the driver.
/// </summary>
internal sealed class Group
{
    /// <summary>A block is cut when its texts come to this many characters, so that one push never floods an outbox.</summary>
    private const int BlockText = 32 * 1024;

    private readonly Dictionary<Room, RoomAppend> _appends = [];
    private readonly List<RoomAppend> _open = [];
    private RoomAppend? _last;

    /// <param name="now">The time of its turns.</param>
    /// <param name="turns">How many there will be, about.</param>
    public Group(long now, int turns = 0)
    {
        Now = now;
        Turns = new List<Turn>(turns);
        Outputs = new List<Output>(turns + (turns / 8));
    }

    /// <summary>The time of all turns of the group, Unix milliseconds.</summary>
    public long Now { get; }

    public Journal Journal { get; } = new();

    public List<Output> Outputs { get; }

    /// <summary>The turns in their order.</summary>
    public List<Turn> Turns { get; }

    /// <summary>What to call once the group's answers are on their way.</summary>
    public List<Action> Continuations { get; } = [];

    /// <summary>What the turns changed of users and rooms that are stored.</summary>
    public List<SystemEvent> SystemEvents { get; } = [];

    /// <summary>What the turns changed of mentions of users who are stored. Only ever beside system events or events of rooms.</summary>
    public List<MentionChange> Mentions { get; } = [];

    public int TextBytes { get; private set; }

    /// <summary>Whether somebody is promised that it is stored: something was said, or changed for good.</summary>
    public bool IsPromised => PromiseCount > 0;

    /// <summary>What is promised so far: events of rooms, and changes for good of users and rooms.</summary>
    public int PromiseCount { get; private set; }

    public IReadOnlyList<LogAppend> Appends
    {
        get
        {
            var appends = new LogAppend[_appends.Count];
            var next = 0;
            foreach (var append in _appends.Values)
            {
                appends[next++] = new LogAppend(append.Room.Log, append.Head, append.Events);
            }

            return appends;
        }
    }

    public int EventCount { get; private set; }

    /// <summary>What the group appends to a room's log.</summary>
    /// <param name="room">The room.</param>
    /// <param name="isNew">Whether that is nothing yet.</param>
    public RoomAppend AppendTo(Room room, out bool isNew)
    {
        isNew = false;
        if (ReferenceEquals(_last?.Room, room))
        {
            return _last; // Who says something mostly says more in the same room.
        }

        ref var append = ref CollectionsMarshal.GetValueRefOrAddDefault(_appends, room, out var isKnown);
        isNew = !isKnown;
        return _last = append ??= new RoomAppend(room);
    }

    /// <summary>Appends an event to a room's log and to the block that its feeds will get.</summary>
    public void Append(RoomAppend append, LogEvent logEvent)
    {
        append.Add(logEvent);
        EventCount++;
        PromiseCount++;
        TextBytes += logEvent.Text.Length;
        if (append.OpenEvents == 1)
        {
            _open.Add(append);
        }

        if (append.OpenText >= BlockText)
        {
            Cut(append);
        }
    }

    /// <summary>Tells the store of a change that may reach it later.</summary>
    public void Record(SystemEvent systemEvent) => SystemEvents.Add(systemEvent);

    /// <summary>Tells the store of a change that is promised: when it is not stored, it has not happened.</summary>
    public void Promise(SystemEvent systemEvent)
    {
        SystemEvents.Add(systemEvent);
        PromiseCount++;
    }

    public void Then(Action continuation) => Continuations.Add(continuation);

    public void Answer(Subscriber to, Frame frame) => Outputs.Add(new Output(InstructionKind.Answer) { Subscriber = to, Frame = frame });

    /// <summary>A request that gets no answer has had its turn: the session may send another.</summary>
    public void Done(Subscriber from) => Outputs.Add(new Output(InstructionKind.Answer) { Subscriber = from });

    /// <summary>Tells one session something that nobody asked for.</summary>
    /// <param name="to">The session.</param>
    /// <param name="frame">What it is told.</param>
    /// <param name="about">The feed it is about: when that ends for the session at an event which it has not read yet, the notice comes after it.</param>
    public void Notice(Subscriber to, Frame frame, FeedId about = default) =>
        Outputs.Add(new Output(InstructionKind.Notice) { Subscriber = to, Frame = frame, Details = new InstructionDetails { Feed = about } });

    public void Presence(Subscriber to, Frame frame) => Outputs.Add(new Output(InstructionKind.Presence) { Subscriber = to, Frame = frame });

    public void Page(Subscriber to, PageGrant grant) => Outputs.Add(new Output(InstructionKind.Page) { Subscriber = to, Details = new InstructionDetails { Grant = grant } });

    public void Search(Subscriber to, SearchGrant grant) => Outputs.Add(new Output(InstructionKind.Search) { Subscriber = to, Details = new InstructionDetails { Search = grant } });

    public void Finish(Subscriber to, Frame? last) => Outputs.Add(new Output(InstructionKind.Finish) { Subscriber = to, Frame = last });

    /// <summary>Tells all sessions of a feed something that is in no log; what was said before it in the room goes out before it.</summary>
    public void Tell(Room room, FeedId feed, InstructionKind kind, Frame frame, Subscriber? except)
    {
        Cut(room);
        Outputs.Add(new Output(kind) { Frame = frame, Details = new InstructionDetails { Feed = feed, Except = except } });
    }

    public void Subscribe(Subscriber subscriber, Room room, User viewer, long cursor)
    {
        Cut(room);
        Outputs.Add(new Output(InstructionKind.Subscribe)
        {
            Subscriber = subscriber,
            Details = new InstructionDetails { Feed = room.FeedFor(viewer), Name = room.NameFor(viewer), Cursor = cursor, Head = room.Head },
        });
    }

    public void Unsubscribe(Subscriber subscriber, Room room, User viewer)
    {
        Cut(room);
        Outputs.Add(new Output(InstructionKind.Unsubscribe) { Subscriber = subscriber, Details = new InstructionDetails { Feed = room.FeedFor(viewer) } });
    }

    /// <summary>A session gets what was said in the room so far, then <paramref name="last"/>, and then nothing more of it.</summary>
    public void End(Subscriber subscriber, Room room, User viewer, Frame last)
    {
        Cut(room);
        Outputs.Add(new Output(InstructionKind.End)
        {
            Subscriber = subscriber,
            Frame = last,
            Details = new InstructionDetails { Feed = room.FeedFor(viewer), Cursor = room.Head },
        });
    }

    /// <summary>A feed's name is another from here on.</summary>
    public void Rename(Room room, FeedId feed, string name)
    {
        Cut(room);
        Outputs.Add(new Output(InstructionKind.Rename) { Details = new InstructionDetails { Feed = feed, Name = name } });
    }

    /// <summary>Nothing more is decided in this group.</summary>
    public void Close()
    {
        foreach (var append in _open)
        {
            Publish(append);
        }

        _open.Clear();
    }

    /// <summary>What was said so far in a user's rooms comes before what follows, as one expects of a fence.</summary>
    public void CutAll(User user)
    {
        if (_open.Count > 0)
        {
            foreach (var append in _open.Where(append => append.Room.Has(user)).ToArray())
            {
                Cut(append);
            }
        }
    }

    /// <summary>What was said so far in the room becomes a block, so that what follows in order comes after it.</summary>
    public void Cut(Room room)
    {
        if (_appends.TryGetValue(room, out var append) && append.OpenEvents > 0)
        {
            Cut(append);
        }
    }

    private void Cut(RoomAppend append)
    {
        Publish(append);
        _open.Remove(append);
    }

    private void Publish(RoomAppend append)
    {
        var events = append.Cut(out var isRevision);
        foreach (var (feed, name) in append.Room.Feeds)
        {
            Outputs.Add(new Output(InstructionKind.Events) { Events = events, Details = new InstructionDetails { Feed = feed, Name = name } });
            if (isRevision)
            {
                // At once: whoever joins in the same group is not to read the old text out of the blocks before.
                Outputs.Add(new Output(InstructionKind.Forget) { Details = new InstructionDetails { Feed = feed } });
            }
        }
    }
}
