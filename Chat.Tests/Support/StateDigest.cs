using System.Collections;
using System.Globalization;
using System.Reflection;
using Chat.Protocol.Names;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Rooms;
using Chat.Server.Sequencing;
using Chat.Server.Users;

namespace Chat.Tests.Support;

/// <summary>
/// The whole state of a sequencer as text that is the same for the same state: every field of everything it reaches, what has no order
/// sorted. It reads fields by reflection, so that state which is added later is compared without anybody thinking of it.
/// </summary>
internal sealed class StateDigest
{
    /// <summary>What a turn that was taken back may leave behind: numbers that were given out once, and when to look next whether something has run out.</summary>
    private static readonly HashSet<string> Ignored = [$"{nameof(UserDirectory)}._lastId", $"{nameof(CodeDirectory)}._nextEnd", $"{nameof(Sequencer)}._sweptAt"];

    private static readonly Dictionary<Type, (string Name, FieldInfo Field)[]> KnownFields = [];

    private readonly Dictionary<object, string> _things = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<object> _unwritten = new();
    private readonly SortedDictionary<string, string> _written = new(StringComparer.Ordinal);

    private StateDigest()
    {
    }

    /// <summary>One line for the sequencer itself and one for each user, session and room.</summary>
    public static string Of(Sequencer sequencer)
    {
        var digest = new StateDigest();
        var lines = new List<string> { digest.Fields(sequencer) };
        while (digest._unwritten.TryDequeue(out var thing))
        {
            digest._written.Add(digest._things[thing], digest.Fields(thing));
        }

        lines.AddRange(digest._written.Select(static pair => $"{pair.Key} = {pair.Value}"));
        return string.Join('\n', lines);
    }

    private string Text(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        Nick nick => nick.Text,
        RoomName room => room.Text,
        Subscriber subscriber => $"subscriber {subscriber.Id}",
        User user => Name(user, $"user {user.Id.Value}"),
        UserSession session => Name(session, $"session {session.Subscriber.Id}"),
        Room room => Name(room, $"room {room.Log}"),
        LogId log => log.ToString(),
        Delegate or SequencerOptions => "",
        IFormattable simple when value is Guid or Enum || value.GetType().IsPrimitive => simple.ToString(null, CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        IDictionary pairs => Sorted(Entries(pairs).Select(pair => $"{Text(pair.Key)}: {Text(pair.Value)}")),
        IEnumerable many => IsSet(many) ? Sorted(many.Cast<object?>().Select(Text)) : $"[{string.Join(", ", many.Cast<object?>().Select(Text))}]",
        _ => Fields(value),
    };

    private string Name(object thing, string name)
    {
        if (_things.TryAdd(thing, name))
        {
            _unwritten.Enqueue(thing);
        }

        return name;
    }

    private string Fields(object value)
    {
        var parts = FieldsOf(value.GetType()).Select(field => $"{field.Name}={Text(field.Field.GetValue(value))}");
        return $"{value.GetType().Name}({string.Join(", ", parts)})";
    }

    private static string Sorted(IEnumerable<string> texts) => $"{{{string.Join(", ", texts.Order(StringComparer.Ordinal))}}}";

    private static IEnumerable<DictionaryEntry> Entries(IDictionary pairs)
    {
        foreach (DictionaryEntry entry in pairs)
        {
            yield return entry;
        }
    }

    /// <summary>A set, or the rooms that somebody is in, which are a list only because that is small.</summary>
    private static bool IsSet(IEnumerable many) =>
        many is List<Room> || many.GetType().GetInterfaces().Any(static type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlySet<>));

    private static (string Name, FieldInfo Field)[] FieldsOf(Type type)
    {
        lock (KnownFields)
        {
            if (!KnownFields.TryGetValue(type, out var fields))
            {
                KnownFields.Add(type, fields = [.. AllFields(type)]);
            }

            return fields;
        }
    }

    private static IEnumerable<(string Name, FieldInfo Field)> AllFields(Type type)
    {
        for (var level = type; level is not null && level != typeof(object) && level != typeof(ValueType); level = level.BaseType)
        {
            foreach (var field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!Ignored.Contains($"{level.Name}.{field.Name}"))
                {
                    yield return (field.Name.Replace(">k__BackingField", "", StringComparison.Ordinal).TrimStart('<'), field);
                }
            }
        }
    }
}
