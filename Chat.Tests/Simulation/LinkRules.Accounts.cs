using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;
using Chat.Server.Users;

namespace Chat.Tests.Simulation;

/// <summary>Registered users: who they are, what was promised to them, and what is theirs.</summary>
internal sealed partial class LinkRules
{
    private Registry Registry => _chronicle.Registry;

    private void CheckIdentity(WelcomeFrame welcome, Request asked, Moment moment)
    {
        var account = _user!.Account;
        if (welcome.Registered != account is not null)
        {
            Fault($"registered or not: {welcome}");
        }

        foreach (var (owner, span) in Registry.OwnersOf(welcome.Nick))
        {
            if (owner != account && span.Holds(asked.Stamp, moment.Stamp))
            {
                Fault($"bears a nick of user {owner.Value}: {welcome}");
            }
        }

        if (account is { } user)
        {
            if (!Registry.MayHold(Fact.Nick(user, welcome.Nick), asked.Stamp, moment.Stamp))
            {
                Fault($"called by a nick that is not his: {welcome}");
            }

            CheckListed(user, welcome, asked, moment);
        }
    }

    /// <summary>Welcome tells a registered user all his rooms and conversations.</summary>
    private void CheckListed(UserId user, WelcomeFrame welcome, Request asked, Moment moment)
    {
        var listed = welcome.Rooms.ToDictionary(static room => new LogId(room.Log), static room => room.Room);
        foreach (var (log, name) in listed)
        {
            if (name[0] == '#' && !Registry.MayHold(Fact.Member(user, log), asked.Stamp, moment.Stamp))
            {
                Fault($"in {name}, where nobody has let him in: {welcome}");
            }
        }

        if (welcome.More)
        {
            return;
        }

        foreach (var fact in Registry.Of(user, FactKind.Member).Where(fact => Registry.Holds(fact, asked.Stamp, moment.Stamp)))
        {
            if (!listed.ContainsKey((LogId)fact.Object))
            {
                Fault($"a member of {fact.Object}, which is not in {welcome}");
            }
        }

        foreach (var fact in Registry.Of(user, FactKind.Side).Where(fact => Registry.Holds(fact, asked.Stamp, moment.Stamp)))
        {
            var log = (LogId)fact.Object;
            var isForSure = !Registry.MayHold(Fact.Hidden(user, log), asked.Stamp, moment.Stamp) && Registry.Registered.Count(side => Registry.Of(side, FactKind.Side).Any(other => other.Object.Equals(log))) == 2;
            if (isForSure && !listed.ContainsKey(log))
            {
                Fault($"has a conversation {log}, which is not in {welcome}");
            }
        }
    }

    /// <summary>Whatever a registered user is told to have done is stored.</summary>
    private void CheckPromise(Request asked, Moment moment)
    {
        if (_user!.Account is not { } user)
        {
            return;
        }

        var isKept = asked.Frame switch
        {
            JoinFrame f => KeyOf(f.Room) is not { } key || Registry.MayBeIn(user, key, asked.Stamp, moment.Stamp),
            LeaveFrame f => KeyOf(f.Room) is not { } key || !Registry.IsIn(user, key, asked.Stamp, moment.Stamp),
            NickFrame f => Registry.MayHold(Fact.Nick(user, f.Nick), asked.Stamp, moment.Stamp),
            UnlinkFrame f => !Registry.Holds(Fact.Device(user, f.Fingerprint), asked.Stamp, moment.Stamp),
            _ => true,
        };
        if (!isKept)
        {
            Fault($"promised, but not stored: {asked.Frame}");
        }
    }

    private void CheckCode(LinkCodeFrame code, Request asked, Moment moment)
    {
        if (_user!.Account is not { } user || !Registry.MayHold(Fact.Code(user, EntryCode.HashOf(code.Code)), asked.Stamp, moment.Stamp))
        {
            Fault($"a code that is not stored: {code}");
        }
    }

    private void CheckDevices(DeviceListFrame list, Request asked, Moment moment)
    {
        var told = list.Devices.Select(static device => device.Fingerprint).ToHashSet();
        if (_user!.Account is not { } user
            || told.Any(key => !Registry.MayHold(Fact.Device(user, key), asked.Stamp, moment.Stamp))
            || Registry.Of(user, FactKind.Device).Any(fact => Registry.Holds(fact, asked.Stamp, moment.Stamp) && !told.Contains((Fingerprint)fact.Object)))
        {
            Fault($"not the devices that are stored: {list}");
        }
    }

    /// <summary>A nick of a registered user is his whether he is here or not; null when nobody was found.</summary>
    private void CheckFound(UserFrame? found, Request asked, Moment moment)
    {
        foreach (var (owner, span) in Registry.OwnersOf(((WhoisFrame)asked.Frame).Nick))
        {
            if (span.Holds(asked.Stamp, moment.Stamp)
                && (found is not { Registered: true } || !Registry.MayHold(Fact.Nick(owner, found.Nick), asked.Stamp, moment.Stamp)))
            {
                Fault($"user {owner.Value} is not who was found: {moment.Frame}");
            }
        }
    }

    /// <summary>Whether the user was out of a room for sure from a request until its answer.</summary>
    private bool WasOutside(string room, Request asked, Moment moment) => _user!.Account is not { } user
        ? asked.IsOutside
        : KeyOf(room) is { } key && !Registry.MayBeIn(user, key, asked.Stamp, moment.Stamp);
}
