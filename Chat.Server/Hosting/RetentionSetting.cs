using System.Diagnostics.CodeAnalysis;
using Chat.Protocol.Names;
using Chat.Server.Log.Sqlite;

namespace Chat.Server.Hosting;

/// <summary>The values of the setting that says how long messages are kept.</summary>
internal static class RetentionSetting
{
    /// <summary>Reads rules, each for all rooms or, with a name before it, for one.</summary>
    /// <param name="values">As they were given.</param>
    /// <param name="policy">What they come to.</param>
    /// <param name="problem">What is wrong with one of them.</param>
    public static bool TryParse(IReadOnlyList<string> values, [NotNullWhen(true)] out RetentionPolicy? policy, out string? problem)
    {
        var rooms = new List<(RoomName Room, RetentionRule Rule)>();
        RetentionRule? byDefault = null;
        (policy, problem) = (null, null);
        foreach (var value in values)
        {
            var separator = value.StartsWith('#') ? value.IndexOf('=', StringComparison.Ordinal) : -1;
            if (RetentionRule.Parse(value[(separator + 1)..]) is not { } rule)
            {
                problem = $"{SettingValue.Quoted(value)} is neither all, nor an age such as 90d, nor a number of messages, nor both as in 90d:10000; a room's rule is #ROOM=RULE";
                return false;
            }

            if (separator < 0)
            {
                if (byDefault is not null)
                {
                    problem = $"{SettingValue.Quoted(value)} is a second rule for all rooms; a room's rule is #ROOM=RULE";
                    return false;
                }

                byDefault = rule;
            }
            else if (!RoomName.TryParse(value[..separator], out var room))
            {
                problem = $"{SettingValue.Quoted(value[..separator])} is not the name of a room";
                return false;
            }
            else if (rooms.Exists(other => other.Room.Matches(room)))
            {
                problem = $"{SettingValue.Quoted(value)} is a second rule for that room";
                return false;
            }
            else
            {
                rooms.Add((room, rule));
            }
        }

        policy = new RetentionPolicy(byDefault ?? RetentionRule.KeepAll, rooms);
        return true;
    }

    /// <summary>A policy as it would be given.</summary>
    public static string Show(RetentionPolicy policy) =>
        string.Join(' ', policy.Rooms.Select(static room => $"{room.Room.Text}={room.Rule}").Prepend(policy.Default.ToString()));
}
