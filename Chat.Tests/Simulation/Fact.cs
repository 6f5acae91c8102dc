using Chat.Protocol;
using Chat.Server.Log;

namespace Chat.Tests.Simulation;

/// <summary>Something that may be true of a user or a room for a while, by the system log.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="User">Of whom.</param>
/// <param name="Object">What of his: a text, a key, a log.</param>
internal readonly record struct Fact(FactKind Kind, UserId User, object Object)
{
    public static Fact Nick(UserId user, string nick) => new(FactKind.Nick, user, nick);

    public static Fact FormerNick(UserId user, string nick) => new(FactKind.FormerNick, user, nick);

    public static Fact Device(UserId user, Fingerprint key) => new(FactKind.Device, user, key);

    public static Fact Code(UserId user, SecretHash code) => new(FactKind.Code, user, code);

    public static Fact Member(UserId user, LogId room) => new(FactKind.Member, user, room);

    public static Fact Side(UserId user, LogId room) => new(FactKind.Side, user, room);

    public static Fact Role(UserId user, LogId room) => new(FactKind.Role, user, room);

    public static Fact Invited(UserId user, LogId room) => new(FactKind.Invited, user, room);

    public static Fact Muted(UserId user, LogId room) => new(FactKind.Muted, user, room);

    public static Fact Banned(UserId user, LogId room) => new(FactKind.Banned, user, room);

    public static Fact Private(LogId room) => new(FactKind.Private, default, room);

    public static Fact Hidden(UserId user, LogId room) => new(FactKind.Hidden, user, room);
}
