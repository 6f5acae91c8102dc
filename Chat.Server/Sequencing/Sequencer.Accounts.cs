using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;
using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;

namespace Chat.Server.Sequencing;

/// <summary>Users who are known by the keys of their devices.</summary>
internal sealed partial class Sequencer
{
    private const long RegistrationPeriod = 60 * 60 * 1000;

    private readonly Allowance<PeerAddress> _registrations;

    /// <summary>Whose the device is, or becomes with this Hello; null, and answered, when it may not.</summary>
    private User? UserOf(DeviceId device, User? known, EnterCommand command, Group group)
    {
        if (known is not null)
        {
            // A code that is none is nothing to him: it may be the one that his first Hello, whose answer got lost, has used.
            if (command.Code is { } hash && _codes.TryFind(hash, group.Now, out var code) && code is { Purpose: not CodePurpose.Link })
            {
                UseCode(code.Value, known, group);
            }

            See(known, device, group);
            return known;
        }

        if (!TryFindCode(command, group, out var given))
        {
            return null;
        }

        if (command.Nick is { } nick && _users.TryFind(nick.Key, out var owner) && given is { Purpose: CodePurpose.Link } link && link.User == owner.Id)
        {
            // Nothing told who comes before the code did.
            return MayEnterServer(command, owner, group) ? Link(device, link, owner, command, group) : null;
        }

        if (given is { Purpose: CodePurpose.Link })
        {
            RefuseCode(command, "This code adds a device to somebody else: give his nick with it.", group);
            return null;
        }

        return TryFindFreeNick(command, group, out var free) && MayRegister(command, given, group) ? Register(device, free, given, command, group) : null;
    }

    private bool MayRegister(EnterCommand command, StoredCode? code, Group group)
    {
        var isInvited = code is { Purpose: CodePurpose.Operator } || (code is not null && _options.Access.Registration == Registration.Invite);
        if (_options.Access.Registration != Registration.Open && !isInvited)
        {
            var rule = _options.Access.Registration == Registration.Invite ? "This server is for those who are invited: ask whoever runs it for a link."
                : code is null ? "This server takes nobody new."
                : "This server takes nobody new, not even with an invitation.";
            var guests = MayBeGuest(command.Address) ? " Guests are let in, who show no device key: chat --guest." : "";
            Refuse(command, group, ErrorCodes.RegistrationClosed, rule + guests);
            return false;
        }

        if (_users.RegisteredCount >= UserDirectory.MaxRegistered)
        {
            Refuse(command, group, ErrorCodes.RegistrationClosed, $"This server has {UserDirectory.MaxRegistered} users and takes no more.");
            return false;
        }

        if (!command.Address.IsLocal && _registrations.WaitOf(command.Address, group.Now) is { } wait)
        {
            group.Answer(command.From, new ErrorFrame(command.Id, ErrorCodes.RateLimited, "Too many have registered from your address lately: try again later.", wait));
            return false;
        }

        return true;
    }

    private User Register(DeviceId device, Nick nick, StoredCode? code, EnterCommand command, Group group)
    {
        var user = new User(_users.NextId(), nick, group.Now) { Account = new Account { SeenAt = group.Now }, IsStored = true };
        user.Account.Devices.Add(new UserDevice(device, command.Agent, group.Now, group.Now));
        _users.TryRegister(user);
        group.Journal.Add(() => _users.Unregister(user));
        group.Promise(new UserAdded(group.Now, user.Id, nick.Text));
        group.Promise(new DeviceAdded(group.Now, user.Id, device, command.Agent));
        if (!command.Address.IsLocal)
        {
            group.Journal.Add(_registrations.Take(command.Address, group.Now));
        }

        if (code is { } used)
        {
            UseCode(used, user, group);
        }

        return user;
    }

    private User? Link(DeviceId device, StoredCode code, User owner, EnterCommand command, Group group)
    {
        if (owner.Account!.Devices.Count >= Account.MaxDevices)
        {
            Refuse(command, group, ErrorCodes.Forbidden, $"Nobody may have more than {Account.MaxDevices} devices: give up another one first.");
            return null;
        }

        var added = new UserDevice(device, command.Agent, group.Now, group.Now);
        _users.AddDevice(owner, added);
        group.Journal.Add(() => _users.RemoveDevice(owner, added));
        group.Promise(new DeviceAdded(group.Now, owner.Id, device, command.Agent));
        UseCode(code, owner, group);
        See(owner, device, group);
        return owner;
    }

    /// <summary>A registered user comes with one of his devices.</summary>
    private void See(User user, DeviceId device, Group group)
    {
        Touch(user, device, group);
        if (!user.IsOnline)
        {
            var before = user.OnlineSince;
            user.OnlineSince = group.Now;
            group.Journal.Add(() => user.OnlineSince = before);
            TellStatus(user, UserStatus.Online, group);
        }
    }

    /// <summary>A registered user's last session is over. He stays where he is, and his nicks stay his.</summary>
    private void GoOffline(User user, Group group)
    {
        var (account, awayBefore, seenBefore) = (user.Account!, user.AwayText, user.Account!.SeenAt);
        user.AwayText = null;
        account.SeenAt = group.Now;
        group.Journal.Add(() => (user.AwayText, account.SeenAt) = (awayBefore, seenBefore));
        TellStatus(user, UserStatus.Offline, group);
    }

    private void Touch(User user, DeviceId device, Group group)
    {
        if (user.Account?.Find(device) is { } known)
        {
            var before = known.SeenAt;
            known.SeenAt = group.Now;
            group.Journal.Add(() => known.SeenAt = before);
            Keep(known, group);
        }
    }

    private void TellStatus(User user, UserStatus status, Group group)
    {
        if (_isStopping)
        {
            return;
        }

        var presence = new PresenceFrame(null, user.Nick.Text, status);
        foreach (var other in Acquaintances(user))
        {
            group.Presence(other, presence);
        }
    }

    private static void ListDevices(DevicesCommand command, UserSession session, Group group)
    {
        if (MayHaveDevices(command, session.User, group) is { } account)
        {
            group.Answer(command.From, new DeviceListFrame(
                command.Id,
                [.. account.Devices.Select(device => new Device(device.Id.Key, device.Label, device.AddedAt, device.SeenAt, device.Id == session.Device))]));
        }
    }

    private void Unlink(UnlinkCommand command, UserSession session, Group group)
    {
        var user = session.User;
        if (MayHaveDevices(command, user, group) is not { } account)
        {
            return;
        }

        if (account.Find(command.Device) is not { } device)
        {
            Refuse(command, group, ErrorCodes.BadField, "None of your devices has that key.", "fingerprint");
            return;
        }

        if (account.Devices.Count == 1)
        {
            Refuse(command, group, ErrorCodes.Forbidden, "This is your last device: without it nothing would bring you back.", "fingerprint");
            return;
        }

        var place = _users.RemoveDevice(user, device);
        group.Journal.Add(() => _users.PutBackDevice(user, device, place));
        group.Promise(new DeviceRemoved(group.Now, user.Id, device.Id));
        EndLinks(user, group);
        group.Answer(command.From, new DoneFrame(command.Id));
        EndSessions(user, other => other.Device == device.Id, "This device does not belong to its user any more.", group);
    }

    /// <summary>Ends some of a user's sessions with a Bye.</summary>
    private void EndSessions(User user, Func<UserSession, bool> which, string reason, Group group)
    {
        foreach (var ended in user.Sessions.Where(which).ToArray())
        {
            CloseSession(ended, group, new ByeFrame(reason, null));
        }
    }

    private static Account? MayHaveDevices(Command command, User user, Group group)
    {
        if (user.Account is null)
        {
            Refuse(command, group, ErrorCodes.Forbidden, "A guest has no devices: connect with a device key to have an account.");
        }

        return user.Account;
    }
}
