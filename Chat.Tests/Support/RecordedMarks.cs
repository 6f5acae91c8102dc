using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;

namespace Chat.Tests.Support;

/// <summary>What a store keeps beside its logs, by the plainest means. Not safe for several threads.</summary>
internal sealed class RecordedMarks
{
    private readonly SystemState _state = new();
    private readonly Dictionary<(UserId User, LogId Room), long> _reads = [];
    private readonly Dictionary<DeviceId, long> _sightings = [];
    private readonly HashSet<Mention> _mentions = [];

    public KeptMarks Marks => new(
        [.. _reads.Select(static pair => new ReadMark(pair.Key.User, pair.Key.Room, pair.Value))], [.. _sightings.Select(static pair => new DeviceSighting(pair.Key, pair.Value))]);

    public IReadOnlyList<Mention> Mentions => [.. _mentions.OrderBy(static mention => mention.Room.Value).ThenBy(static mention => mention.Seq)];

    public void Apply(LogBatch batch, Func<LogId, long> firstOf)
    {
        foreach (var e in batch.System?.Events ?? [])
        {
            _state.Apply(e);
            switch (e)
            {
                case UserForgotten forgotten:
                    Forget((user, _) => user == forgotten.User);
                    break;
                case RoomRemoved removed:
                    Forget((_, room) => room == removed.Room);
                    break;
                case MemberRemoved left:
                    Forget((user, room) => user == left.User && room == left.Room);
                    break;
            }
        }

        foreach (var (kind, mention) in batch.Mentions)
        {
            if (kind != MentionChangeKind.Added)
            {
                _mentions.RemoveWhere(kept => kept.User == mention.User && kept.Room == mention.Room
                    && (kind == MentionChangeKind.Removed ? kept.Seq == mention.Seq : kept.Seq <= mention.Seq));
            }
            else if (!_state.Users[mention.User].IsForgotten && mention.Seq >= firstOf(mention.Room))
            {
                _mentions.Add(mention);
            }
        }
    }

    /// <summary>Events before <paramref name="first"/> are gone.</summary>
    public void Forget(LogId room, long first) => _mentions.RemoveWhere(mention => mention.Room == room && mention.Seq < first);

    public void Keep(KeptMarks marks)
    {
        foreach (var (user, room, seq) in marks.Reads)
        {
            if (_state.Rooms.TryGetValue(room, out var stored) && _state.Users.TryGetValue(user, out var reader) && !reader.IsForgotten
                && (stored.Pair is { } pair ? pair.One == user || pair.Other == user : stored.Members.Contains(user)))
            {
                _reads[(user, room)] = seq;
                _mentions.RemoveWhere(mention => mention.User == user && mention.Room == room && mention.Seq <= seq);
            }
        }

        foreach (var (device, time) in marks.Sightings)
        {
            if (_state.Users.Values.Any(user => user.Devices.Exists(known => known.Id == device)))
            {
                _sightings[device] = time;
            }
        }
    }

    private void Forget(Func<UserId, LogId, bool> which)
    {
        _mentions.RemoveWhere(mention => which(mention.User, mention.Room));
        foreach (var key in _reads.Keys.Where(key => which(key.User, key.Room)).ToArray())
        {
            _reads.Remove(key);
        }
    }
}
