using Chat.Protocol.Names;
using Chat.Server.Log;
using Chat.Server.Log.Sqlite;
using Chat.Server.Log.SystemEvents;
using static Chat.Server.Administration.ImportRules;

namespace Chat.Server.Administration;

/// <summary>Takes the lines of an export one after the other and fills a database with them.</summary>
internal sealed class ImportRun
{
    private readonly Loading _loading;
    private readonly NameIndex<string> _names = new();
    private readonly Dictionary<long, UserId> _users = [];
    private readonly Func<Guid> _newId;
    private readonly long _now;
    private bool _hasHeader;
    private bool _hasEnd;
    private (Guid Log, long Next, long Head, long Time)? _room;

    /// <param name="loading">The database.</param>
    /// <param name="present">Users and rooms that are in it.</param>
    /// <param name="newId">Gives identities.</param>
    /// <param name="now">Unix milliseconds.</param>
    public ImportRun(Loading loading, SystemState present, Func<Guid> newId, long now)
    {
        _loading = loading;
        _newId = newId;
        _now = now;
        foreach (var room in present.Rooms.Values)
        {
            if (RoomName.TryParse(room.Name, out var name))
            {
                _names.TryAdd(name.Key, name.Text);
            }
        }
    }

    public long Rooms { get; private set; }

    public long Events { get; private set; }

    public long Users => _users.Count;

    /// <summary>Takes the next line.</summary>
    /// <exception cref="ImportException">It is not what it should be.</exception>
    public void Take(ReadOnlyMemory<byte> bytes)
    {
        var line = ImportLine.Parse(bytes);
        Demand(!_hasEnd, "there is more after the last line");
        if (!_hasHeader)
        {
            TakeHeader(line);
            return;
        }

        switch (line.Type)
        {
            case ExportFormat.User:
                TakeUser(line);
                break;
            case ExportFormat.Room or ExportFormat.Conversation:
                EndRoom();
                TakeRoom(line);
                break;
            case ExportFormat.Event:
                TakeEvent(line);
                break;
            case ExportFormat.End:
                EndRoom();
                Demand(line.Number("rooms", 0) == Rooms && line.Number("events", 0) == Events, $"it counts other rooms or events than the {Rooms} and {Events} before it");
                _hasEnd = true;
                break;
            case var other:
                throw new ImportException($"'{other}' is no type of line that this chatd knows");
        }
    }

    /// <summary>There are no more lines.</summary>
    /// <exception cref="ImportException">The last one is missing.</exception>
    public void End()
    {
        Demand(_hasEnd, "the file has been cut: its last line is missing");
        _loading.Complete();
    }

    private void TakeHeader(ImportLine line)
    {
        Demand(line.TextOrNull("format") == ExportFormat.Name, "this is not an export of a chatd");
        Demand(line.Number("version", 1) == ExportFormat.Version, "it was made by a newer chatd");
        _hasHeader = true;
    }

    private void TakeUser(ImportLine line)
    {
        var (id, nick) = (line.Number("id", 1), line.Text("nick"));
        Demand(Nick.TryParse(nick, out _), "'nick' is no nick");
        Demand(!_users.ContainsKey(id), $"user {id} is there twice");
        _users.Add(id, _loading.AddForgotten(nick, line.Time("since"), _now));
    }

    private void TakeRoom(ImportLine line)
    {
        var log = new LogId(_newId());
        var (first, head) = (line.Number("first", 1), line.Number("head", 0));
        Demand(first <= head + 1, "'first' is behind the head");
        SystemEvent added;
        if (line.Type == ExportFormat.Room)
        {
            var text = line.Text("room");
            Demand(RoomName.TryParse(text, out var name), "'room' is not the name of a room");
            Demand(!_names.TryGet(name!.Key, out var other), $"there is a room {other} already, and nothing is ever added to one; export the other rooms with --room");
            _names.TryAdd(name.Key, name.Text);
            added = new RoomAdded(_now, log, name.Text);
        }
        else
        {
            var (one, two) = line.Pair("users");
            added = new ConversationAdded(_now, log, UserOf(one), UserOf(two));
        }

        _loading.Begin(added, new LogTail(new LogBounds(log, first, head), line.Time("time"), line.TextOrNull("topic")));
        _room = (line.Identity("log"), first, head, long.MinValue);
        Rooms++;
    }

    private void TakeEvent(ImportLine line)
    {
        var log = line.Identity("log");
        if (_room is not { } room || room.Log != log)
        {
            throw new ImportException("the event is not of the room before it");
        }

        var e = line.Event(UserOf(line.Number("author", 0)));
        Demand(e.Seq == room.Next, $"'seq' has to be {room.Next}");
        Demand(e.Seq <= room.Head, $"'seq' is above the room's head, {room.Head}");
        Demand(e.Time >= room.Time, "'time' is before that of the event before");
        Demand(e);
        Demand(_loading.TryAdd(e), "another post of its author has that key");
        _room = room with { Next = e.Seq + 1, Time = e.Time };
        Events++;
    }

    private void EndRoom() =>
        Demand(_room is not { } room || room.Next == room.Head + 1, $"the room before it ends at seq {_room?.Next - 1}, not at its head, {_room?.Head}");

    private UserId UserOf(long id) => _users.TryGetValue(id, out var user) ? user : throw new ImportException($"there is no line for user {id} before it");
}
