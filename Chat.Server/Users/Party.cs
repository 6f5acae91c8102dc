using Chat.Server.Log;

namespace Chat.Server.Users;

/// <summary>Who is counted as one: a registered user, or all guests of an address. The guests of this machine are each their own.</summary>
internal readonly record struct Party(UserId User, PeerAddress? Address)
{
    public static Party Of(User user) => user.GuestAddress is { } address ? new Party(default, address) : new Party(user.Id, null);
}
