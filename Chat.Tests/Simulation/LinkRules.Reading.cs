using Chat.Protocol.Frames;

namespace Chat.Tests.Simulation;

/// <summary>Read marks and mentions, as registered users are told of them.</summary>
internal sealed partial class LinkRules
{
    private readonly HashSet<(string RoomKey, long Seq)> _marks = [];

    private void CheckReading(IEnumerable<RoomState> rooms, Request asked, Moment moment)
    {
        foreach (var room in rooms)
        {
            CheckReading(room.Room, room.Log, (room.Head, room.Read, room.Mentions), asked, moment);
        }
    }

    private void CheckReading(string room, Guid log, (long Head, long Read, int Mentions) told, Request asked, Moment moment)
    {
        if (_user!.Account is { } user && KeyOf(room) is { } key && _users.Readings.Fault(user, Ledger[new(log)], key, told, asked, moment) is { } fault)
        {
            Fault($"{room}: {fault}: {moment.Frame}");
        }
    }

    private void CheckMark(ReadMarkFrame mark, Moment moment)
    {
        if (_user!.Account is not { } user)
        {
            Fault($"a guest's other session has read something: {mark}");
        }
        else if (KeyOf(mark.Room) is { } key)
        {
            _marks.Add((key, mark.Seq));
            if (!_users.Readings.IsRead(user, key, mark.Seq, _link, moment))
            {
                Fault($"nobody else has read up to there: {mark}");
            }
        }
    }

    private void CheckMarksTold(Moment moment)
    {
        if (_user!.Account is not { } user)
        {
            return;
        }

        foreach (var (key, seq) in _users.Readings.ReadBetween(user, _link, _welcomedAt, moment.Stamp))
        {
            if (!_marks.Contains((key, seq)))
            {
                Fault($"not told that {key} is read up to {seq}");
            }
        }
    }
}
