using System.Globalization;

namespace Chat.Server.Log.Sqlite.Inspecting;

/// <summary>Tells in which users and rooms two states differ.</summary>
internal static class StateDifference
{
    /// <summary>A line for each difference.</summary>
    /// <param name="expected">What the system log comes to.</param>
    /// <param name="found">What the tables hold.</param>
    public static IEnumerable<string> Between(SystemState expected, SystemState found) =>
        Users(expected.Users, found.Users).Concat(Rooms(expected.Rooms, found.Rooms)).Concat(Others(expected, found));

    private static IEnumerable<string> Users(IReadOnlyDictionary<UserId, StoredUser> expected, IReadOnlyDictionary<UserId, StoredUser> found)
    {
        foreach (var (id, user) in expected)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"user {id.Value} ({user.Nick})");
            if (!found.TryGetValue(id, out var other))
            {
                yield return $"{name} is in the system log, not in the tables";
                continue;
            }

            var differences = new[]
            {
                (user.Nick == other.Nick, "nick"),
                (user.Since == other.Since, "first time"),
                (user.IsForgotten == other.IsForgotten, "being forgotten"),
                (user.Secrets.SequenceEqual(other.Secrets), "secrets"),
                (user.Blocked.SetEquals(other.Blocked), "blocks"),
                (user.Devices.SequenceEqual(other.Devices), "devices"),
                (user.FormerNicks.SequenceEqual(other.FormerNicks), "former nicks"),
                (user.IsOperator == other.IsOperator, "operator's rights"),
            };
            foreach (var (_, what) in differences.Where(static difference => !difference.Item1))
            {
                yield return $"{name}: the tables have another {what} than the system log";
            }
        }

        foreach (var id in found.Keys.Where(id => !expected.ContainsKey(id)))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"user {id.Value} ({found[id].Nick}) is in the tables, not in the system log");
        }
    }

    private static IEnumerable<string> Rooms(IReadOnlyDictionary<LogId, StoredRoom> expected, IReadOnlyDictionary<LogId, StoredRoom> found)
    {
        foreach (var (log, room) in expected)
        {
            if (!found.TryGetValue(log, out var other))
            {
                yield return $"{NameOf(room)} is in the system log, not in the tables";
                continue;
            }

            var differences = new[]
            {
                (room.Name == other.Name && room.Pair == other.Pair, "name"),
                (room.Members.SetEquals(other.Members), "list of members"),
                (room.HiddenFor.SetEquals(other.HiddenFor), "list of whom it is hidden for"),
                (room.IsPrivate == other.IsPrivate, "privacy"),
                (IsSame(room.Roles, other.Roles), "list of roles"),
                (room.Invited.SetEquals(other.Invited), "list of invitations"),
                (IsSame(room.Restrictions, other.Restrictions), "list of bans and mutes"),
            };
            foreach (var (_, what) in differences.Where(static difference => !difference.Item1))
            {
                yield return $"{NameOf(room)}: the tables have another {what} than the system log";
            }
        }

        foreach (var log in found.Keys.Where(log => !expected.ContainsKey(log)))
        {
            yield return $"{NameOf(found[log])} is in the tables, not in the system log";
        }
    }

    private static IEnumerable<string> Others(SystemState expected, SystemState found)
    {
        if (!IsSame(expected.Codes, found.Codes))
        {
            yield return "the tables have other codes than the system log";
        }

        if (!IsSame(expected.Restrictions, found.Restrictions))
        {
            yield return "the tables have other bans and mutes of the server than the system log";
        }
    }

    private static bool IsSame<TKey, TValue>(IReadOnlyDictionary<TKey, TValue> expected, IReadOnlyDictionary<TKey, TValue> found)
        where TKey : notnull => expected.Count == found.Count && expected.All(pair => found.TryGetValue(pair.Key, out var value) && Equals(value, pair.Value));

    private static bool IsSame(RestrictionList expected, RestrictionList found) => expected.All.ToHashSet().SetEquals(found.All);

    private static string NameOf(StoredRoom room) => room.Pair is { } pair
        ? string.Create(CultureInfo.InvariantCulture, $"the conversation of the users {pair.One.Value} and {pair.Other.Value}")
        : room.Name ?? $"the room {room.Log}";
}
