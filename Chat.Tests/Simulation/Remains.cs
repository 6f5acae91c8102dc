using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using Chat.Server.Delivery;
using Chat.Server.Hosting;
using Chat.Server.Log;
using Chat.Server.Rooms;
using Chat.Server.Sequencing;
using Chat.Server.Sessions;
using Chat.Server.Users;

namespace Chat.Tests.Simulation;

/// <summary>What of sessions a server still holds on to when nobody is left: all its objects are walked, field by field. Registered users and their conversations stay.</summary>
internal sealed class Remains
{
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> Fields = new();

    private readonly HashSet<object> _found = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<object> _unseen = new();

    /// <summary>What should have been let go.</summary>
    /// <param name="groups">How many groups were committed.</param>
    /// <param name="areKeysLearnt">Whether the store told of keys nobody had seen; they are known until the next group is committed.</param>
    public static IEnumerable<string> Of(ServerCore server, long groups, bool areKeysLearnt)
    {
        server.Sequencer.Begin(long.MaxValue / 2, groups);
        var remains = new Remains();
        remains.Walk(server);
        var conversations = remains._found.OfType<DirectRoom>().Where(static direct => direct.Users.Any(static side => side.IsRegistered)).ToArray();
        var known = conversations.SelectMany(static direct => direct.Users).Concat(remains._found.OfType<User>().Where(static user => user.IsRegistered));
        foreach (var left in remains._found.Except([.. conversations, .. known], ReferenceEqualityComparer.Instance))
        {
            switch (left)
            {
                case Session or Subscriber or Subscription or UserSession or User or DirectRoom:
                    yield return $"a {left.GetType().Name}";
                    break;
                case Recents { Count: > 0 } recents when !areKeysLearnt:
                    yield return $"{recents.Count} keys and authors of the newest events";
                    break;
                case PrepareWindow window when window.Floor != groups:
                    yield return $"a pin on group {window.Floor} of {groups}";
                    break;
            }
        }
    }

    private void Walk(object root)
    {
        Meet(root);
        while (_unseen.TryDequeue(out var owner))
        {
            if (owner is IEnumerable items)
            {
                foreach (var item in items)
                {
                    Meet(item);
                }
            }

            if (IsOurs(owner.GetType()))
            {
                foreach (var field in Fields.GetOrAdd(owner.GetType(), FieldsOf))
                {
                    Meet(field.GetValue(owner));
                }
            }
        }
    }

    private void Meet(object? value)
    {
        if (value is not null and not string and not IEventLog && (value is IEnumerable || IsOurs(value.GetType())) && _found.Add(value))
        {
            _unseen.Enqueue(value);
        }
    }

    /// <summary>What is the server's own, or holds something of it: pairs and entries of collections.</summary>
    private static bool IsOurs(Type type) =>
        type.Namespace?.StartsWith("Chat.", StringComparison.Ordinal) == true || (type.IsValueType && type.IsGenericType && !type.IsPrimitive);

    private static FieldInfo[] FieldsOf(Type type)
    {
        var fields = new List<FieldInfo>();
        for (var level = type; level is not null && level != typeof(object); level = level.BaseType)
        {
            fields.AddRange(level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly));
        }

        return [.. fields.Where(static field => !field.FieldType.IsPrimitive && !field.FieldType.IsEnum && field.FieldType != typeof(string))];
    }
}
