using System.Buffers;
using Chat.Server.Log.SystemEvents;
using MessagePack;

namespace Chat.Server.Log.Sqlite;

/// <summary>A system event as bytes: a MessagePack array <c>[kind, field, …]</c>. Numbers of kinds are never given another meaning; fields are only ever appended.</summary>
internal static partial class SystemEventCodec
{
    public static void Encode(SystemEvent e, ArrayBufferWriter<byte> to)
    {
        to.ResetWrittenCount();
        var writer = new MessagePackWriter(to);
        switch (e)
        {
            case UserAdded added:
                Begin(ref writer, 1, 2);
                writer.Write(added.User.Value);
                writer.Write(added.Nick);
                break;
            case UserRenamed renamed:
                Begin(ref writer, 2, 2);
                writer.Write(renamed.User.Value);
                writer.Write(renamed.Nick);
                break;
            case UserForgotten forgotten:
                Begin(ref writer, 3, 1);
                writer.Write(forgotten.User.Value);
                break;
            case SecretIssued issued:
                Begin(ref writer, 4, 2);
                writer.Write(issued.User.Value);
                Write(ref writer, issued.Secret.Value);
                break;
            case SecretEnded ended:
                Begin(ref writer, 5, 1);
                Write(ref writer, ended.Secret.Value);
                break;
            case SecretWithdrawn withdrawn:
                Begin(ref writer, 6, 1);
                Write(ref writer, withdrawn.Secret.Value);
                break;
            case RoomAdded added:
                Begin(ref writer, 7, 2);
                Write(ref writer, added.Room.Value);
                writer.Write(added.Name);
                break;
            case RoomRemoved removed:
                Begin(ref writer, 8, 1);
                Write(ref writer, removed.Room.Value);
                break;
            case ConversationAdded added:
                Begin(ref writer, 9, 3);
                Write(ref writer, added.Room.Value);
                writer.Write(added.One.Value);
                writer.Write(added.Other.Value);
                break;
            case ConversationHidden hidden:
                Begin(ref writer, 10, 3);
                Write(ref writer, hidden.Room.Value);
                writer.Write(hidden.User.Value);
                writer.Write(hidden.IsHidden);
                break;
            case MemberAdded added:
                Begin(ref writer, 11, 2);
                Write(ref writer, added.Room.Value);
                writer.Write(added.User.Value);
                break;
            case MemberRemoved removed:
                Begin(ref writer, 12, 2);
                Write(ref writer, removed.Room.Value);
                writer.Write(removed.User.Value);
                break;
            case BlockChanged block:
                Begin(ref writer, 13, 3);
                writer.Write(block.User.Value);
                writer.Write(block.Other.Value);
                writer.Write(block.IsBlocked);
                break;
            default:
                WriteRights(e, ref writer);
                break;
        }

        writer.Flush();
    }

    /// <exception cref="InvalidDataException">The bytes are no system event that this server knows.</exception>
    public static SystemEvent Decode(long time, ReadOnlySpan<byte> data)
    {
        try
        {
            var reader = new MessagePackReader(data.ToArray());
            reader.ReadArrayHeader();
            return Read(time, reader.ReadInt32(), ref reader);
        }
        catch (Exception broken) when (broken is MessagePackSerializationException or EndOfStreamException or OverflowException)
        {
            throw new InvalidDataException("A system event has a form that is not known.", broken);
        }
    }

    private static SystemEvent Read(long time, int kind, ref MessagePackReader reader) => kind switch
    {
        1 => new UserAdded(time, User(ref reader), Text(ref reader)),
        2 => new UserRenamed(time, User(ref reader), Text(ref reader)),
        3 => new UserForgotten(time, User(ref reader)),
        4 => new SecretIssued(time, User(ref reader), Secret(ref reader)),
        5 => new SecretEnded(time, Secret(ref reader)),
        6 => new SecretWithdrawn(time, Secret(ref reader)),
        7 => new RoomAdded(time, Room(ref reader), Text(ref reader)),
        8 => new RoomRemoved(time, Room(ref reader)),
        9 => new ConversationAdded(time, Room(ref reader), User(ref reader), User(ref reader)),
        10 => new ConversationHidden(time, Room(ref reader), User(ref reader), reader.ReadBoolean()),
        11 => new MemberAdded(time, Room(ref reader), User(ref reader)),
        12 => new MemberRemoved(time, Room(ref reader), User(ref reader)),
        13 => new BlockChanged(time, User(ref reader), User(ref reader), reader.ReadBoolean()),
        _ => ReadRights(time, kind, ref reader),
    };

    private static UserId User(ref MessagePackReader reader) => new(reader.ReadInt64());

    private static LogId Room(ref MessagePackReader reader) => new(Identity(ref reader));

    private static SecretHash Secret(ref MessagePackReader reader) => new(Identity(ref reader));

    private static string Text(ref MessagePackReader reader) => reader.ReadString() ?? throw new InvalidDataException("A text is missing.");

    private static Guid Identity(ref MessagePackReader reader) =>
        reader.ReadBytes() is { Length: 16 } bytes ? new Guid(bytes.ToArray(), bigEndian: true) : throw new InvalidDataException("An identity has 16 bytes.");

    private static void Begin(ref MessagePackWriter writer, int kind, int fields)
    {
        writer.WriteArrayHeader(fields + 1);
        writer.Write(kind);
    }

    private static void Write(ref MessagePackWriter writer, Guid identity)
    {
        Span<byte> bytes = stackalloc byte[16];
        identity.TryWriteBytes(bytes, bigEndian: true, out _);
        writer.Write(bytes);
    }
}
