using Chat.Protocol;
using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;

namespace Chat.Tests.Log.Sqlite;

/// <summary>
/// Groups as a server might append them, drawn from a seed: several logs, everything that can be said, edited and deleted, changes of users and rooms. It keeps the
/// model of what a store holds after each of them.
/// </summary>
internal sealed class StoreHistory
{
    /// <summary>Part of some texts, to be searched for.</summary>
    public const string Word = "needle";

    private const int Rooms = 4;

    private readonly Random _random;
    private readonly List<string> _texts = [];
    private readonly List<PostKey> _keys = [];
    private int _lastKey;
    private long _now = 1_000_000;
    private int _padding;

    public StoreHistory(int seed)
    {
#pragma warning disable RS0030 // The seed makes it the same every time.
        _random = new Random(seed);
#pragma warning restore RS0030
    }

    public StoreModel Model { get; } = new();

    /// <summary>All keys that were ever in a group.</summary>
    public IReadOnlyList<PostKey> Keys => _keys;

    /// <summary>The next group, which the model then has.</summary>
    /// <param name="length">How many characters are added to every text.</param>
    public LogBatch Next(int length = 0)
    {
        _padding = length;
        _now += _random.Next(1, 1_000);
        var systemHead = Model.SystemHead;
        var changes = systemHead == 0 ? FirstChanges() : _random.Next(3) == 0 ? [NextChange()] : [];
        LogId[] logs = [.. Enumerable.Range(1, Rooms).Select(static i => Room(i)).Where(_ => _random.Next(2) == 0)];
        var batch = new LogBatch(
            [.. (changes.Length == 0 && logs.Length == 0 ? [Room(1)] : logs).Select(NextAppend)], changes.Length == 0 ? null : new SystemAppend(systemHead, changes));
        Model.Apply(batch);
        return batch;
    }

    /// <summary>What the store has to tell after the groups so far, asked for all keys of all groups that will ever come.</summary>
    public string Text(IEnumerable<PostKey>? keys = null) => Model.Text(keys ?? _keys, Word);

    public Task<string> TextAsync(StoreBench bench, OpenedLog? opened = null) => StoreModel.TextAsync(bench, opened, _keys, Word);

    private static LogId Room(int i) => new(new Guid(i, 0, 0, new byte[8]));

    private LogAppend NextAppend(LogId log)
    {
        var past = Model.Logs.GetValueOrDefault(log) ?? [];
        var head = past.Count;
        var events = new List<LogEvent>();
        for (var left = _random.Next(1, 5); left > 0; left--)
        {
            events.Add(NextEvent(past, head + events.Count + 1));
            past = [.. past.Select(e => e.RevisedBy(events[^1])), events[^1]];
        }

        return new LogAppend(log, head, events);
    }

    private LogEvent NextEvent(List<LogEvent> past, long seq)
    {
        var messages = past.Where(static e => new EventOrigin(e.Author, e.Kind).IsMessage).ToArray();
        var kind = messages.Length == 0 ? EventKind.Text : (EventKind)_random.Next(7);
        long? about = kind is EventKind.Edit or EventKind.Delete or EventKind.Reaction ? messages[_random.Next(messages.Length)].Seq : null;
        var text = kind == EventKind.Delete ? "" : kind == EventKind.Topic && _random.Next(3) == 0 ? "" : $"said {_texts.Count} {(_random.Next(4) == 0 ? Word : "")} {new string('x', _random.Next(40) + _padding)}";
        _texts.Add(text);
        Guid? key = _random.Next(5) == 0 ? null : new Guid(++_lastKey, 0, 0, new byte[8]);
        var author = new UserId(_random.Next(1, 4));
        if (key is { } given)
        {
            _keys.Add(new PostKey(author, given));
        }

        return new LogEvent { Seq = seq, Time = _now, Author = author, Nick = $"nick{author.Value}", Kind = kind, Text = text, Ref = about, Key = key };
    }

    private SystemEvent[] FirstChanges() =>
    [
        .. Enumerable.Range(1, 3).Select(i => new UserAdded(_now, new UserId(i), $"nick{i}")),
        .. Enumerable.Range(1, Rooms - 1).Select(i => new RoomAdded(_now, Room(i), $"#room{i}")),
        new ConversationAdded(_now, Room(Rooms), new UserId(1), new UserId(2)),
    ];

    private SystemEvent NextChange()
    {
        var user = Model.System.Users[new UserId(_random.Next(1, 4))];
        var other = new UserId((user.Id.Value % 3) + 1);
        var room = Model.System.Rooms[Room(_random.Next(1, Rooms))];
        var pair = Model.System.Rooms[Room(Rooms)];
        return _random.Next(6) switch
        {
            0 => new UserRenamed(_now, user.Id, $"nick{_random.Next(1_000)}"),
            1 => new SecretIssued(_now, user.Id, new SecretHash(new Guid(++_lastKey, 1, 0, new byte[8]))),
            2 when user.Secrets.Count > 0 => _random.Next(2) == 0 ? new SecretEnded(_now, user.Secrets[0].Hash) : new SecretWithdrawn(_now, user.Secrets[^1].Hash),
            3 => new BlockChanged(_now, user.Id, other, !user.Blocked.Contains(other)),
            4 => new ConversationHidden(_now, pair.Log, new UserId(1), !pair.HiddenFor.Contains(new UserId(1))),
            _ => room.Members.Contains(user.Id) ? new MemberRemoved(_now, room.Log, user.Id) : new MemberAdded(_now, room.Log, user.Id),
        };
    }
}
