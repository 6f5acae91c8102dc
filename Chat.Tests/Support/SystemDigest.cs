using System.Reflection;
using Chat.Protocol;
using Chat.Server.Log;
using Chat.Server.Rooms;
using Chat.Server.Sequencing;
using Chat.Server.Users;

namespace Chat.Tests.Support;

/// <summary>
/// Users and rooms of whom something is kept, as text: as a store has them, and as a sequencer does. Of users whom nothing brings back, and of
/// conversations with nobody else in them, a sequencer knows nothing.
/// </summary>
internal static class SystemDigest
{
    public static string Of(SystemState state)
    {
        var known = state.Users.Values.Where(static user => !user.IsForgotten).ToDictionary(static user => user.Id);
        var lines = known.Values.Select(user => UserLine(user.Id, user.Nick, user.Secrets, user.Blocked.Where(known.ContainsKey)) + AccountLine(user.Devices, user.FormerNicks, user.IsOperator))
            .Concat(state.Codes.Values.Select(static code => $"{code}"));
        return Text(lines.Concat(state.Rooms.Values
            .Where(room => room.Pair is not { } pair || known.ContainsKey(pair.One) || known.ContainsKey(pair.Other))
            .Select(room => room.Pair is { } pair
                ? ConversationLine(room.Log, [pair.One, pair.Other], room.HiddenFor)
                : RoomLine(room.Log, room.Name!, room.Members) + RightsLine(room.IsPrivate, room.Roles, room.Invited.Where(known.ContainsKey), room.Restrictions)))
            .Append(RestrictionLine(state.Restrictions)));
    }

    public static string Of(Sequencer sequencer)
    {
        var users = Field<UserDirectory>(sequencer, "_users");
        var known = Field<Dictionary<SecretHash, ResumeTicket>>(users, "_tickets").Values
            .Select(static ticket => ticket.User).Distinct().Where(static user => user.IsStored).Concat(users.Registered).ToDictionary(static user => user.Id);
        var lines = known.Values.Select(user => UserLine(user.Id, user.Nick.Text, users.SecretsOf(user), user.Blocked.Where(known.ContainsKey)) + AccountLine(user.Account))
            .Concat(Field<CodeDirectory>(sequencer, "_codes").All.Select(static code => $"{code}"));
        return Text(lines.Concat(RoomsOf(sequencer).All.Where(static room => room.IsStored).Select(room => room is ChatRoom chatRoom
            ? RoomLine(room.Log, chatRoom.Name.Text, chatRoom.Users.Select(static user => user.Id).Concat(chatRoom.Absent).Where(known.ContainsKey))
                + RightsLine(chatRoom.IsPrivate, chatRoom.Roles, chatRoom.Invited, chatRoom.Restrictions)
            : ConversationLine(room.Log, [.. room.Users.Select(static user => user.Id)], ((DirectRoom)room).HiddenFor))).Append(RestrictionLine(Field<RestrictionList>(sequencer, "_restrictions"))));
    }

    public static RoomDirectory RoomsOf(Sequencer sequencer) => Field<RoomDirectory>(sequencer, "_rooms");

    /// <summary>Whether the store has been told everything.</summary>
    public static bool IsTold(Sequencer sequencer) => Field<List<SystemEvent>>(Field<SystemTail>(sequencer, "_system"), "_carried").Count == 0;

    private static string UserLine(UserId id, string nick, IEnumerable<StoredSecret> secrets, IEnumerable<UserId> blocked) =>
        $"user {id.Value} {nick} secrets {string.Join(' ', secrets.Select(static secret => $"{secret.Hash.Value:N}@{secret.EndedAt}"))} blocks {Ids(blocked)}";

    private static string AccountLine(Account? account) => account is null ? AccountLine([], [], false) : AccountLine(
        account.Devices.Select(static device => new StoredDevice(device.Id, device.Label, device.AddedAt)), account.FormerNicks.Select(static nick => nick.Text), account.IsOperator);

    private static string AccountLine(IEnumerable<StoredDevice> devices, IEnumerable<string> former, bool isOperator) =>
        $" devices {string.Join(' ', devices)} was {string.Join(' ', former)}{(isOperator ? " operator" : "")}";

    private static string RoomLine(LogId log, string name, IEnumerable<UserId> members) => $"room {log} {name} with {Ids(members)}";

    private static string RightsLine(bool isPrivate, Dictionary<UserId, RoomRole> roles, IEnumerable<UserId> invited, RestrictionList restrictions) =>
        $"{(isPrivate ? " private" : "")} roles {string.Join(' ', roles.OrderBy(static pair => pair.Key.Value))} invited {Ids(invited)} {RestrictionLine(restrictions)}";

    private static string RestrictionLine(RestrictionList restrictions) =>
        $"restricted {string.Join(' ', restrictions.All.Select(static restriction => $"{restriction}").Order(StringComparer.Ordinal))}";

    private static string ConversationLine(LogId log, UserId[] sides, IEnumerable<UserId> hidden) => $"conversation {log} of {Ids(sides.Distinct())} hidden for {Ids(hidden)}";

    private static string Ids(IEnumerable<UserId> ids) => string.Join(' ', ids.Select(static id => id.Value).Order());

    private static string Text(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));

    private static T Field<T>(object owner, string name) =>
        (T)owner.GetType().GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(owner)!;
}
