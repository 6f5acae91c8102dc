using Chat.Protocol.Names;

namespace Chat.Server.Log.Sqlite;

/// <summary>How long messages are kept, room by room.</summary>
/// <param name="Default">For rooms and conversations that are not named.</param>
/// <param name="Rooms">For rooms that are.</param>
internal sealed record RetentionPolicy(RetentionRule Default, IReadOnlyList<(RoomName Room, RetentionRule Rule)> Rooms)
{
    public static readonly RetentionPolicy KeepAll = new(RetentionRule.KeepAll, []);

    /// <summary>Whether nothing is ever taken.</summary>
    public bool KeepsAll => Default == RetentionRule.KeepAll && Rooms.All(static room => room.Rule == RetentionRule.KeepAll);

    /// <summary>The rule for a room; for a conversation of two the name is null.</summary>
    public RetentionRule For(string? name)
    {
        if (Rooms.Count > 0 && RoomName.TryParse(name, out var room))
        {
            foreach (var (named, rule) in Rooms)
            {
                if (named.Matches(room))
                {
                    return rule;
                }
            }
        }

        return Default;
    }
}
