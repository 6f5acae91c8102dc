using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;
using Chat.Server.Log;
using Chat.Server.Rooms;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;

namespace Chat.Server.Sequencing;

/// <summary>How far people have read, what speaks to them, and what of it the store has not been given yet.</summary>
internal sealed partial class Sequencer
{
    private readonly HashSet<(LogId Room, UserId User)> _unkeptReads = [];
    private readonly HashSet<UserDevice> _unkeptDevices = [];

    /// <summary>Called once there is something to be kept beside the logs, and there was nothing before. On the driver's thread.</summary>
    internal Action? Unkept { get; set; }

    private void MarkRead(ReadCommand command, UserSession session, Group group)
    {
        var user = session.User;
        if (!TryFindOwn(command, command.Room, user, group, out var room))
        {
            return;
        }

        if (command.Seq > room.Head)
        {
            Refuse(command, group, ErrorCodes.BadField, $"{command.Room.Text} has nothing after {room.Head} yet.", "seq");
            return;
        }

        group.Answer(command.From, new DoneFrame(command.Id));
        var before = room.Readings.MarkOf(user.Id);
        if (command.Seq <= before)
        {
            return;
        }

        room.Readings.SetMark(user.Id, command.Seq);
        group.Journal.Add(() => room.Readings.SetMark(user.Id, before));
        DropMentions(room, user.Id, command.Seq, group);
        Keep(room, user, group);
        TellOtherSessions(session, new ReadMarkFrame(room.NameFor(user), command.Seq), group);
    }

    /// <summary>Sees whom an event speaks to: a message as such, an edit in place of the message that it is about, and a deletion for nobody any more.</summary>
    private void Mention(PostCommand command, Room room, LogEvent e, Group group)
    {
        var isRevision = e.Kind is EventKind.Edit or EventKind.Delete;
        if (command.Mentions.Count > 0 || isRevision)
        {
            SetMentions(command, room, e, isRevision, group);
        }
    }

    private void SetMentions(PostCommand command, Room room, LogEvent e, bool isRevision, Group group)
    {
        var seq = isRevision ? e.Ref!.Value : e.Seq;
        var mentioned = command.Mentions.Select(nick => Mentioned(nick, room)).OfType<User>().Where(user => user.Id != e.Author).ToHashSet();
        if (isRevision)
        {
            foreach (var former in room.Readings.MentionedBy(seq))
            {
                if (!mentioned.Any(user => user.Id == former))
                {
                    RemoveMention(room, former, seq, group);
                }
            }
        }

        foreach (var user in mentioned)
        {
            AddMention(room, user, seq, group);
        }
    }

    /// <summary>Who of a room goes by a nick now.</summary>
    private User? Mentioned(NameKey nick, Room room) => room is DirectRoom
        ? room.Users.FirstOrDefault(side => side.Nick.Key.Matches(nick))
        : _users.TryFind(nick, out var user) && user.Nick.Key.Matches(nick) && room.Has(user) ? user : null;

    private static void AddMention(Room room, User user, long seq, Group group)
    {
        var readings = room.Readings;
        if (seq < room.First || seq <= readings.MarkOf(user.Id))
        {
            return;
        }

        var seqs = readings.MentionsOf(user.Id);
        var isFull = seqs.Count == Readings.MaxMentions;
        if ((isFull && seq < seqs[0]) || !readings.Add(user.Id, seq))
        {
            return;
        }

        group.Journal.Add(() => readings.Remove(user.Id, seq));
        if (user.IsStored)
        {
            group.Mentions.Add(new MentionChange(MentionChangeKind.Added, new Mention(room.Log, seq, user.Id)));
        }

        if (isFull)
        {
            RemoveMention(room, user.Id, seqs[0], group);
        }
    }

    private static void RemoveMention(Room room, UserId user, long seq, Group group)
    {
        room.Readings.Remove(user, seq);
        group.Journal.Add(() => room.Readings.Add(user, seq));
        group.Mentions.Add(new MentionChange(MentionChangeKind.Removed, new Mention(room.Log, seq, user)));
    }

    /// <summary>Takes a user's mentions up to a seq, of which the store is told in another way.</summary>
    private static void DropMentions(Room room, UserId user, long upTo, Group group)
    {
        long[] dropped = [.. room.Readings.MentionsOf(user).TakeWhile(seq => seq <= upTo)];
        if (dropped.Length == 0)
        {
            return;
        }

        Array.ForEach(dropped, seq => room.Readings.Remove(user, seq));
        group.Journal.Add(() => Array.ForEach(dropped, seq => room.Readings.Add(user, seq)));
    }

    /// <summary>Somebody has left a room: when he comes again, he has read nothing and nothing speaks to him.</summary>
    private static void DropReading(Room room, User user, Group group)
    {
        if (room.Readings.MentionsOf(user.Id).Count > 0)
        {
            DropMentions(room, user.Id, room.Head, group);

            // The end of the membership says the same. But a mention of this group, or one that is carried, would come to the store after that.
            group.Mentions.Add(new MentionChange(MentionChangeKind.RemovedUpTo, new Mention(room.Log, room.Head, user.Id)));
        }

        var before = room.Readings.MarkOf(user.Id);
        room.Readings.SetMark(user.Id, 0);
        group.Journal.Add(() => room.Readings.SetMark(user.Id, before));
    }

    /// <summary>Somebody is forgotten, between groups: the store learns it by that.</summary>
    private static void ForgetReading(Room room, User user)
    {
        room.Readings.SetMark(user.Id, 0);
        foreach (var seq in room.Readings.MentionsOf(user.Id).ToArray())
        {
            room.Readings.Remove(user.Id, seq);
        }
    }

    /// <summary>From now on something is kept of a user: how far he has read goes with him.</summary>
    private void StoreReading(Room room, User user, Group group)
    {
        foreach (var seq in room.Readings.MentionsOf(user.Id))
        {
            group.Mentions.Add(new MentionChange(MentionChangeKind.Added, new Mention(room.Log, seq, user.Id)));
        }

        if (room.Readings.MarkOf(user.Id) > 0)
        {
            Keep(room, user, group);
        }
    }

    /// <summary>The store is to be given how far a user has read; of one of whom nothing is kept it is when that changes.</summary>
    private void Keep(Room room, User user, Group group)
    {
        if (user.IsStored)
        {
            AnnounceUnkept(group);
            Keep(_unkeptReads, (room.Log, user.Id), group);
        }
    }

    /// <summary>The store is to be given when a device was here.</summary>
    private void Keep(UserDevice device, Group group)
    {
        AnnounceUnkept(group);
        Keep(_unkeptDevices, device, group);
    }

    private static void Keep<T>(HashSet<T> unkept, T item, Group group)
    {
        if (unkept.Add(item))
        {
            group.Journal.Add(() => unkept.Remove(item));
        }
    }

    private void AnnounceUnkept(Group group)
    {
        if (_unkeptReads.Count + _unkeptDevices.Count == 0)
        {
            group.Then(() => Unkept?.Invoke());
        }
    }

    private void TakeMarks(TakeMarksCommand command, Group group) => group.Then(() => command.Taken.TrySetResult(TakeUnkept()));

    /// <summary>
    /// Gives out what is to be kept. Once the command's group is committed and not in its turn: so nothing of it is taken back, and it is about users and rooms that the store has.
    /// </summary>
    private KeptMarks? TakeUnkept()
    {
        if (_system.IsCarrying)
        {
            return null;
        }

        var reads = new List<ReadMark>(_unkeptReads.Count);
        foreach (var (log, user) in _unkeptReads)
        {
            if (_rooms.TryFind(log, out var room) && room.Readings.MarkOf(user) is > 0 and var seq)
            {
                reads.Add(new ReadMark(user, log, seq));
            }
        }

        DeviceSighting[] sightings = [.. _unkeptDevices.Select(static device => new DeviceSighting(device.Id, device.SeenAt))];
        _unkeptReads.Clear();
        _unkeptDevices.Clear();
        return new KeptMarks(reads, sightings);
    }

    /// <summary>Takes over what a store has kept beside the logs. What fits nobody who is known, or no event, is passed over.</summary>
    private void RestoreMarks(StoredState state)
    {
        foreach (var (user, log, seq) in state.Marks.Reads)
        {
            if (_rooms.TryFind(log, out var room) && room.IsOf(user) && seq >= 1 && seq <= room.Head)
            {
                room.Readings.SetMark(user, seq);
            }
        }

        foreach (var (log, seq, user) in state.Mentions)
        {
            if (_rooms.TryFind(log, out var room) && room.IsOf(user) && seq >= room.First && seq <= room.Head && seq > room.Readings.MarkOf(user)
                && room.Readings.MentionsOf(user).Count < Readings.MaxMentions)
            {
                room.Readings.Add(user, seq);
            }
        }

        var seen = state.Marks.Sightings.ToDictionary(static sighting => sighting.Device, static sighting => sighting.Time);
        foreach (var stored in state.System.Users.Values.Where(static stored => stored.Devices.Count > 0))
        {
            if (_users.TryFind(stored.Id, out var user) && user.Account is { } account)
            {
                account.Devices.ForEach(device => device.SeenAt = seen.GetValueOrDefault(device.Id, device.SeenAt));
                account.SeenAt = account.Devices.Max(static device => device.SeenAt);
            }
        }
    }
}
