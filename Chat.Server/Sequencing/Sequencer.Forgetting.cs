using Chat.Server.Log.SystemEvents;
using Chat.Server.Users;

namespace Chat.Server.Sequencing;

/// <summary>What time takes. It happens between groups and is not taken back with one; the next commit tells the store.</summary>
internal sealed partial class Sequencer
{
    private void Tidy(long now)
    {
        SweepRestrictions(now);
        foreach (var code in _codes.Tidy(now))
        {
            _system.Carry(new CodeEnded(now, code.Hash));
        }

        foreach (var (user, secret, isLast) in _users.Tidy(now))
        {
            if (isLast)
            {
                Forget(user, now);
            }
            else if (user.IsStored)
            {
                _system.Carry(new SecretWithdrawn(now, secret));
            }
        }
    }

    /// <summary>Nothing brings this guest back: what only he could reach goes with him.</summary>
    private void Forget(User user, long now)
    {
        if (user.IsStored)
        {
            _system.Carry(new UserForgotten(now, user.Id));
        }

        foreach (var room in _rooms.InvitedTo(user.Id).ToArray())
        {
            _rooms.Uninvite(room, user.Id);
        }

        foreach (var room in LeftRoomsOf(user))
        {
            ForgetReading(room, user);
            if (room.Absent.Remove(user.Id) && room.IsUnused)
            {
                _rooms.Remove(room);
                if (room.IsStored)
                {
                    _system.Carry(new RoomRemoved(now, room.Log));
                }
            }
        }

        foreach (var direct in _rooms.DirectsOf(user).ToArray())
        {
            ForgetReading(direct, user);

            // The store keeps the conversation: its log is there as long as retention lets it. One in which nothing was said is nothing to anybody.
            if (direct.Head == 0 || !_users.IsKnown(direct.PartnerOf(user)))
            {
                _rooms.Remove(direct);
            }
        }
    }
}
