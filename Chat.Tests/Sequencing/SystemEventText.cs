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
        _ => throw new ArgumentException(systemEvent.GetType().Name),
    };

    private static string Of(LogId log, SystemState state) =>
        !state.Rooms.TryGetValue(log, out var room) ? "a room that is no more"
        : room.Pair is { } pair ? $"{pair.One.Value}+{pair.Other.Value}"
        : room.Name!;
}
