using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;

namespace Chat.Tests.Sequencing;

/// <summary>System events in short words: users by number, rooms by name, conversations by their users.</summary>
internal static class SystemEventText
{
    public static string[] Of(IEnumerable<SystemEvent> events, SystemState state) => [.. events.Select(systemEvent => Of(systemEvent, state))];

    private static string Of(SystemEvent systemEvent, SystemState state) => systemEvent switch
    {
        UserAdded e => $"user {e.User.Value} {e.Nick}",
        UserRenamed e => $"user {e.User.Value} is {e.Nick}",
        UserForgotten e => $"user {e.User.Value} forgotten",
        SecretIssued e => $"secret of {e.User.Value}",
        SecretEnded e => $"secret ended at {e.Time}",
        SecretWithdrawn => "secret withdrawn",
        RoomAdded e => $"room {e.Name}",
        RoomRemoved => "room removed",
        ConversationAdded e => $"conversation of {e.One.Value} {e.Other.Value}",
        ConversationHidden e => $"{Of(e.Room, state)} {(e.IsHidden ? "hidden" : "shown")} for {e.User.Value}",
        MemberAdded e => $"{Of(e.Room, state)} with {e.User.Value}",
        MemberRemoved e => $"{Of(e.Room, state)} without {e.User.Value}",
        BlockChanged e => $"{e.User.Value} {(e.IsBlocked ? "blocks" : "hears")} {e.Other.Value}",
        DeviceAdded e => $"device of {e.User.Value}",
        DeviceRemoved e => $"device of {e.User.Value} removed",
        NickReserved e => $"{e.User.Value} keeps {e.Nick}",
        NickReleased e => $"{e.User.Value} gives up {e.Nick}",
        OperatorChanged e => $"{e.User.Value} {(e.IsOperator ? "is" : "is no")} operator",
        CodeIssued e => $"code for {e.Purpose}",
        CodeUsed e => $"code used by {e.User.Value}",
        CodeEnded => "code ended",
        RoleChanged e => $"{Of(e.Room, state)} has {e.User.Value} as {e.Role}",
        PrivacyChanged e => $"{Of(e.Room, state)} {(e.IsPrivate ? "private" : "public")}",
        InvitationAdded e => $"{Of(e.Room, state)} invites {e.User.Value}",
        InvitationEnded e => $"{Of(e.Room, state)} invites {e.User.Value} no more",
        RestrictionAdded e => $"{(e.Room is { } room ? Of(room, state) : "the server")} has a {e.Restriction.Kind} of {e.Restriction.User.Value}",
        RestrictionEnded e => $"{(e.Room is { } room ? Of(room, state) : "the server")} has no {e.Kind} of {e.User.Value}",
        _ => throw new ArgumentException(systemEvent.GetType().Name),
    };

    private static string Of(LogId log, SystemState state) =>
        !state.Rooms.TryGetValue(log, out var room) ? "a room that is no more"
        : room.Pair is { } pair ? $"{pair.One.Value}+{pair.Other.Value}"
        : room.Name!;
}
