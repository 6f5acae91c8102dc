using System.Diagnostics.CodeAnalysis;
using Chat.Protocol.Names;
using Chat.Server.Log;

namespace Chat.Server.Users;

/// <summary>
/// Who is known: by nick those who are here and all who are registered, by device the registered ones, by secret guests who may come back. State of the
/// sequencer's turn.
/// </summary>
internal sealed partial class UserDirectory
{
    /// <summary>Registered users at the most.</summary>
    public const int MaxRegistered = 100_000;

    private readonly NameIndex<User> _byNick = new();
    private readonly Dictionary<UserId, User> _registered = [];
    private readonly Dictionary<DeviceId, User> _byDevice = [];
    private long _lastId;

    /// <summary>How many are registered.</summary>
    public int RegisteredCount => _registered.Count;

    public IEnumerable<User> Registered => _registered.Values;

    public UserId NextId() => new(++_lastId);

    /// <summary>An id was given out by an earlier server: those to come are above it.</summary>
    public void Pass(UserId id) => _lastId = Math.Max(_lastId, id.Value);

    /// <summary>Somebody who is here or registered, by a nick that is his.</summary>
    public bool TryFind(NameKey nick, [NotNullWhen(true)] out User? user) => _byNick.TryGet(nick, out user);

    /// <summary>A registered user, by one of his devices.</summary>
    public bool TryFind(DeviceId device, [NotNullWhen(true)] out User? user) => _byDevice.TryGetValue(device, out user);

    /// <summary>Somebody who is here, is registered or may come back.</summary>
    public bool TryFind(UserId id, [NotNullWhen(true)] out User? user)
    {
        if (!_registered.TryGetValue(id, out user))
        {
            user = _secrets.TryGetValue(id, out var secrets) ? _tickets[secrets[0]].User : null;
        }

        return user is not null;
    }

    /// <summary>Whether anything may still bring the user back.</summary>
    public bool IsKnown(User user) => user.IsOnline || user.IsRegistered || _secrets.ContainsKey(user.Id);

    public bool TryAdd(User user) => _byNick.TryAdd(user.Nick.Key, user);

    public void Remove(User user) => _byNick.Remove(user.Nick.Key);

    /// <summary>Takes in a user with an account, under all his nicks and devices; false, and nothing changed, when one of them is another's.</summary>
    public bool TryRegister(User user)
    {
        var account = user.Account!;
        if (account.Devices.Exists(device => _byDevice.ContainsKey(device.Id)) || !TryAddNames(user, user.Nick, account.FormerNicks))
        {
            return false;
        }

        _registered.Add(user.Id, user);
        account.Devices.ForEach(device => _byDevice.Add(device.Id, user));
        return true;
    }

    /// <summary>Takes back what <see cref="TryRegister"/> did.</summary>
    public void Unregister(User user)
    {
        RemoveNames(user);
        _registered.Remove(user.Id);
        user.Account!.Devices.ForEach(device => _byDevice.Remove(device.Id));
    }

    public void AddDevice(User user, UserDevice device)
    {
        user.Account!.Devices.Add(device);
        _byDevice.Add(device.Id, user);
    }

    /// <summary>Takes a device from a user.</summary>
    /// <returns>Where in his list it was.</returns>
    public int RemoveDevice(User user, UserDevice device)
    {
        var place = user.Account!.Devices.IndexOf(device);
        user.Account.Devices.RemoveAt(place);
        _byDevice.Remove(device.Id);
        return place;
    }

    /// <summary>Takes back what <see cref="RemoveDevice"/> did.</summary>
    public void PutBackDevice(User user, UserDevice device, int place)
    {
        user.Account!.Devices.Insert(place, device);
        _byDevice.Add(device.Id, user);
    }

    /// <summary>
    /// Gives somebody who is here or registered other nicks in place of all he had; false, and nothing changed, when one of them is another's.
    /// </summary>
    /// <param name="user">Whom.</param>
    /// <param name="nick">What he is called from now on.</param>
    /// <param name="former">What stays his besides; empty for a guest.</param>
    public bool TryRename(User user, Nick nick, IReadOnlyList<Nick> former)
    {
        RemoveNames(user);
        if (!TryAddNames(user, nick, former))
        {
            TryAddNames(user, user.Nick, user.Account?.FormerNicks ?? []);
            return false;
        }

        user.Nick = nick;
        if (user.Account is { } account)
        {
            Nick[] kept = [.. former];
            account.FormerNicks.Clear();
            account.FormerNicks.AddRange(kept);
        }

        return true;
    }

    private bool TryAddNames(User user, Nick nick, IReadOnlyList<Nick> former)
    {
        Nick[] names = [nick, .. former];
        for (var i = 0; i < names.Length; i++)
        {
            if (!_byNick.TryAdd(names[i].Key, user))
            {
                Array.ForEach(names[..i], name => _byNick.Remove(name.Key));
                return false;
            }
        }

        return true;
    }

    private void RemoveNames(User user)
    {
        _byNick.Remove(user.Nick.Key);
        user.Account?.FormerNicks.ForEach(name => _byNick.Remove(name.Key));
    }
}
