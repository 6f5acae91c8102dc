using Chat.Protocol.Names;
using Chat.Server.Log;
using Chat.Server.Log.Sqlite;

namespace Chat.Server.Administration;

/// <summary>Writes what has been said, as history shows it, as lines of JSON: on one moment of the store, beside a running server or without one.</summary>
internal sealed class Export
{
    private const int BufferBytes = 64 * 1024;

    private readonly Workplace _place;

    public Export(Workplace place)
    {
        _place = place;
    }

    /// <summary>Writes it to standard output, or into a file that is there when it is complete.</summary>
    /// <param name="choice">What.</param>
    /// <param name="path">Where; null for standard output.</param>
    /// <param name="replaces">Whether it may take the place of another file.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="CommandException">A room is not there, or the file cannot be.</exception>
    /// <exception cref="StoreException">There is nothing to read.</exception>
    /// <exception cref="InvalidDataException">What is to be read is damaged.</exception>
    public CommandOutcome Run(ExportChoice choice, string? path, bool replaces, CancellationToken cancellation)
    {
        using var snapshot = Snapshot.Open(_place.Files.Database, cancellation);
        if (path is null)
        {
            Write(snapshot, choice, () => new BufferedStream(_place.OpenOutput(), BufferBytes), cancellation);
            return CommandOutcome.Done;
        }

        using var file = NewFile.Begin(path, replaces, _place.Files, _place.NewId());
        Write(snapshot, choice, () => Create(file.Temporary), cancellation);
        Disk.Sync(file.Temporary);
        file.Complete();
        return CommandOutcome.Done;
    }

    private void Write(Snapshot snapshot, ExportChoice choice, Func<Stream> open, CancellationToken cancellation)
    {
        var state = StateTables.Read(snapshot.Connection);
        var tails = StateTables.ReadTails(snapshot.Connection);
        var rooms = Choose(state, choice).Where(room => tails.ContainsKey(room.Log)).ToArray();
        var firsts = rooms.Select(room => FirstOf(snapshot, tails[room.Log], choice)).ToArray();
        var total = rooms.Zip(firsts, (room, first) => tails[room.Log].Bounds.Head - first + 1).Sum();

        using var writer = new ExportWriter(open());
        writer.Header(_place.Time.GetUtcNow().ToUnixTimeMilliseconds(), choice.Since, choice.HasConversations);
        var users = new HashSet<UserId>();
        var events = 0L;
        foreach (var (room, first) in rooms.Zip(firsts))
        {
            var name = NameOf(room, state);
            foreach (var user in room.Pair is { } pair ? new[] { pair.One, pair.Other } : [])
            {
                Introduce(user);
            }

            writer.Room(room, name, tails[room.Log], first);
            foreach (var e in snapshot.EventsFrom(room.Log, first))
            {
                cancellation.ThrowIfCancellationRequested();
                Introduce(e.Author);
                writer.Event(room.Log, name, e);
                _place.Progress.Report("events", ++events, total);
            }
        }

        writer.End(rooms.Length, events);
        _place.Progress.Clear();

        void Introduce(UserId id)
        {
            if (users.Add(id) && state.Users.TryGetValue(id, out var user))
            {
                writer.User(user);
            }
        }
    }

    private static FileStream Create(string path)
    {
        Database.Create(path);
        return new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, BufferBytes);
    }

    /// <summary>Rooms by their names, then conversations by theirs.</summary>
    private static IEnumerable<StoredRoom> Choose(SystemState state, ExportChoice choice)
    {
        var byName = new NameIndex<StoredRoom>();
        foreach (var room in state.Rooms.Values)
        {
            if (RoomName.TryParse(room.Name, out var name))
            {
                byName.TryAdd(name.Key, room);
            }
        }

        var rooms = choice.Rooms.Count == 0 ? byName.Values : choice.Rooms.Select(name => byName.TryGet(name.Key, out var room)
            ? room
            : throw new CommandException($"--room: there is no room {name.Text}"));
        var conversations = choice.HasConversations ? state.Rooms.Values.Where(static room => room.Pair is not null) : [];
        return rooms.Distinct().OrderBy(static room => room.Name, StringComparer.Ordinal)
            .Concat(conversations.OrderBy(room => NameOf(room, state), StringComparer.Ordinal).ThenBy(static room => room.Pair!.Value.One.Value));
    }

    private static long FirstOf(Snapshot snapshot, LogTail tail, ExportChoice choice) =>
        choice.Since is { } since ? snapshot.FirstSince(tail.Bounds, since) : tail.Bounds.First;

    private static string NameOf(StoredRoom room, SystemState state)
    {
        return room.Pair is not { } pair ? room.Name!
            : pair.One == pair.Other ? Nick(pair.One)
            : $"{Nick(pair.One)},{Nick(pair.Other)}";

        string Nick(UserId id) => "@" + state.Users[id].Nick;
    }
}
