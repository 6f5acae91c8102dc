using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;
using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;
using Chat.Server.Rooms;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;

namespace Chat.Server.Sequencing;

/// <summary>Codes that let somebody in. Each is used in a turn, so that no two can use the last use of one.</summary>
internal sealed partial class Sequencer
{
    private const long AttemptPeriod = 10 * 60 * 1000;
    private const long LinkLifetime = Limits.LinkCodeMinutes * 60 * 1000L;

    private readonly CodeDirectory _codes = new();
    private readonly Allowance<PeerAddress> _attempts;

    /// <summary>The code of a Hello; false, and answered, when it gives one that is none.</summary>
    private bool TryFindCode(EnterCommand command, Group group, out StoredCode? code)
    {
        code = null;
        if (command.Code is not { } hash)
        {
            return true;
        }

        if (_attempts.WaitOf(command.Address, group.Now) is { } wait)
        {
            group.Answer(command.From, new ErrorFrame(command.Id, ErrorCodes.RateLimited, "Too many wrong codes came from your address: try again later.", wait, "code"));
            return false;
        }

        if (!_codes.TryFind(hash, group.Now, out code))
        {
            RefuseCode(command, "That code is not good: it may be mistyped, used or too old. Ask for a new one.", group);
            return false;
        }

        return true;
    }

    private void RefuseCode(EnterCommand command, string message, Group group)
    {
        group.Journal.Add(_attempts.Take(command.Address, group.Now));
        Refuse(command, group, ErrorCodes.BadCode, message, "code");
    }

    private void UseCode(StoredCode code, User user, Group group)
    {
        if (code.Uses > 1)
        {
            _codes.Set(code with { Uses = code.Uses - 1 });
        }
        else
        {
            _codes.Remove(code.Hash);
        }

        group.Journal.Add(() => _codes.Set(code));
        group.Promise(new CodeUsed(group.Now, code.Hash, user.Id));
        if (code.Purpose == CodePurpose.Operator && !user.IsOperator)
        {
            SetOperator(user, true, null, group);
            if (user.IsOnline)
            {
                TellOfRights(user, user, group); // On his other devices; this one is told by its Welcome.
            }
        }

        if (code.Room is { } name && RoomName.TryParse(name, out var room) && _rooms.TryFind(room.Key, out var into))
        {
            AdmitTo(into, user, group);
        }
    }

    /// <summary>A link that leads into a private room is an invitation into it, as long as that has room for one and the user is not banned from it.</summary>
    private void AdmitTo(ChatRoom room, User user, Group group)
    {
        var isIn = !room.IsPrivate || room.Has(user) || room.Invited.Contains(user.Id);
        if (!isIn && room.Invited.Count < MaxInvitations && room.Restrictions.Find(RestrictionKind.Ban, user.Id, user.GuestAddress, group.Now) is null)
        {
            AddInvitation(room, user, null, group);
        }
    }

    private void AddInvitation(ChatRoom room, User user, User? by, Group group)
    {
        _rooms.Invite(room, user.Id);
        group.Journal.Add(() => _rooms.Uninvite(room, user.Id));
        group.Promise(new InvitationAdded(group.Now, room.Log, user.Id, by?.Id));
    }

    private void MakeLink(LinkCommand command, UserSession session, Group group)
    {
        var user = session.User;
        if (MayHaveDevices(command, user, group) is null)
        {
            return;
        }

        if (_codes.SurplusOf(user.Id) is { } oldest)
        {
            EndCode(oldest, group);
        }
        else if (_codes.Count >= CodeDirectory.MaxCodes)
        {
            Refuse(command, group, ErrorCodes.Forbidden, $"This server has {CodeDirectory.MaxCodes} codes waiting to be used: try again in ten minutes.");
            return;
        }

        var ends = group.Now + LinkLifetime;
        group.Answer(command.From, new LinkCodeFrame(command.Id, Issue(CodePurpose.Link, user, null, 1, ends, group), ends));
    }

    private string Issue(CodePurpose purpose, User? user, string? room, int uses, long? ends, Group group)
    {
        var text = EntryCode.Of(_options.NewId());
        var code = new StoredCode(EntryCode.HashOf(text), purpose, user?.Id, room, uses, group.Now, ends);
        _codes.Set(code);
        group.Journal.Add(() => _codes.Remove(code.Hash));
        group.Promise(new CodeIssued(group.Now, code.Hash, purpose, user?.Id, room, uses, ends));
        return text;
    }

    /// <summary>Ends all codes that add a device to somebody: whoever has the device that he gives up may have asked for one with it.</summary>
    private void EndLinks(User user, Group group)
    {
        foreach (var link in _codes.All.Where(code => code.Purpose == CodePurpose.Link && code.User == user.Id).ToArray())
        {
            EndCode(link, group);
        }
    }

    private void EndCode(StoredCode code, Group group)
    {
        _codes.Remove(code.Hash);
        group.Journal.Add(() => _codes.Set(code));
        group.Promise(new CodeEnded(group.Now, code.Hash));
    }
}
