using Chat.Protocol;
using Chat.Server.Log.SystemEvents;
using MessagePack;

namespace Chat.Server.Log.Sqlite;

/// <summary>Accounts, codes and rights.</summary>
internal static partial class SystemEventCodec
{
    private static void WriteRights(SystemEvent e, ref MessagePackWriter writer)
    {
        switch (e)
        {
            case DeviceAdded added:
                Begin(ref writer, 14, 3);
                writer.Write(added.User.Value);
                Write(ref writer, added.Device);
                writer.Write(added.Label);
                break;
            case DeviceRemoved removed:
                Begin(ref writer, 15, 2);
                writer.Write(removed.User.Value);
                Write(ref writer, removed.Device);
                break;
            case NickReserved reserved:
                Begin(ref writer, 16, 2);
                writer.Write(reserved.User.Value);
                writer.Write(reserved.Nick);
                break;
            case NickReleased released:
                Begin(ref writer, 17, 2);
                writer.Write(released.User.Value);
                writer.Write(released.Nick);
                break;
            case OperatorChanged changed:
                Begin(ref writer, 18, 3);
                writer.Write(changed.User.Value);
                writer.Write(changed.IsOperator);
                Write(ref writer, changed.By?.Value);
                break;
            case CodeIssued issued:
                Begin(ref writer, 19, 6);
                Write(ref writer, issued.Code.Value);
                writer.Write((int)issued.Purpose);
                Write(ref writer, issued.User?.Value);
                writer.Write(issued.Room);
                writer.Write(issued.Uses);
                Write(ref writer, issued.EndsAt);
                break;
            case CodeUsed used:
                Begin(ref writer, 20, 2);
                Write(ref writer, used.Code.Value);
                writer.Write(used.User.Value);
                break;
            case CodeEnded ended:
                Begin(ref writer, 21, 1);
                Write(ref writer, ended.Code.Value);
                break;
            case RoleChanged changed:
                Begin(ref writer, 22, 4);
                Write(ref writer, changed.Room.Value);
                writer.Write(changed.User.Value);
                writer.Write((int)changed.Role);
                Write(ref writer, changed.By?.Value);
                break;
            case PrivacyChanged changed:
                Begin(ref writer, 23, 3);
                Write(ref writer, changed.Room.Value);
                writer.Write(changed.IsPrivate);
                Write(ref writer, changed.By?.Value);
                break;
            case InvitationAdded added:
                Begin(ref writer, 24, 3);
                Write(ref writer, added.Room.Value);
                writer.Write(added.User.Value);
                Write(ref writer, added.By?.Value);
                break;
            case InvitationEnded ended:
                Begin(ref writer, 25, 2);
                Write(ref writer, ended.Room.Value);
                writer.Write(ended.User.Value);
                break;
            case RestrictionAdded added:
                Begin(ref writer, 26, 8);
                Write(ref writer, added.Room);
                writer.Write((int)added.Restriction.Kind);
                writer.Write(added.Restriction.User.Value);
                writer.Write(added.Restriction.Nick);
                Write(ref writer, added.Restriction.Address);
                Write(ref writer, added.Restriction.EndsAt);
                writer.Write(added.Restriction.Reason);
                Write(ref writer, added.By?.Value);
                break;
            case RestrictionEnded ended:
                Begin(ref writer, 27, 4);
                Write(ref writer, ended.Room);
                writer.Write((int)ended.Kind);
                writer.Write(ended.User.Value);
                Write(ref writer, ended.By?.Value);
                break;
            default:
                throw new InvalidOperationException($"No form for {e.GetType().Name}.");
        }
    }

    private static SystemEvent ReadRights(long time, int kind, ref MessagePackReader reader) => kind switch
    {
        14 => new DeviceAdded(time, User(ref reader), Device(ref reader), Text(ref reader)),
        15 => new DeviceRemoved(time, User(ref reader), Device(ref reader)),
        16 => new NickReserved(time, User(ref reader), Text(ref reader)),
        17 => new NickReleased(time, User(ref reader), Text(ref reader)),
        18 => new OperatorChanged(time, User(ref reader), reader.ReadBoolean(), UserOrNone(ref reader)),
        19 => new CodeIssued(
            time, Secret(ref reader), Choice<CodePurpose>(ref reader), UserOrNone(ref reader), reader.ReadString(), reader.ReadInt32(), NumberOrNone(ref reader)),
        20 => new CodeUsed(time, Secret(ref reader), User(ref reader)),
        21 => new CodeEnded(time, Secret(ref reader)),
        22 => new RoleChanged(time, Room(ref reader), User(ref reader), Choice<RoomRole>(ref reader), UserOrNone(ref reader)),
        23 => new PrivacyChanged(time, Room(ref reader), reader.ReadBoolean(), UserOrNone(ref reader)),
        24 => new InvitationAdded(time, Room(ref reader), User(ref reader), UserOrNone(ref reader)),
        25 => new InvitationEnded(time, Room(ref reader), User(ref reader)),
        26 => new RestrictionAdded(time, RoomOrNone(ref reader), Restriction(ref reader), UserOrNone(ref reader)),
        27 => new RestrictionEnded(time, RoomOrNone(ref reader), Choice<RestrictionKind>(ref reader), User(ref reader), UserOrNone(ref reader)),
        _ => throw new InvalidDataException($"A system event of kind {kind} is not known."),
    };

    private static Restriction Restriction(ref MessagePackReader reader) => new(
        Choice<RestrictionKind>(ref reader),
        User(ref reader),
        Text(ref reader),
        reader.TryReadNil() ? null : StoredForms.Address(Bytes(ref reader)),
        NumberOrNone(ref reader),
        Text(ref reader));

    private static DeviceId Device(ref MessagePackReader reader) => StoredForms.Device(Bytes(ref reader));

    private static UserId? UserOrNone(ref MessagePackReader reader) => NumberOrNone(ref reader) is { } id ? new UserId(id) : null;

    private static LogId? RoomOrNone(ref MessagePackReader reader) => reader.TryReadNil() ? null : Room(ref reader);

    private static long? NumberOrNone(ref MessagePackReader reader) => reader.TryReadNil() ? null : reader.ReadInt64();

    private static byte[] Bytes(ref MessagePackReader reader) =>
        reader.ReadBytes() is { } bytes ? System.Buffers.BuffersExtensions.ToArray(bytes) : throw new InvalidDataException("Bytes are missing.");

    private static T Choice<T>(ref MessagePackReader reader)
        where T : struct, Enum => StoredForms.Choice<T>(reader.ReadInt32());

    private static void Write(ref MessagePackWriter writer, DeviceId device) => writer.Write(StoredForms.Of(device));

    private static void Write(ref MessagePackWriter writer, LogId? room)
    {
        if (room is { } log)
        {
            Write(ref writer, log.Value);
        }
        else
        {
            writer.WriteNil();
        }
    }

    private static void Write(ref MessagePackWriter writer, PeerAddress? address)
    {
        if (address is { } some)
        {
            writer.Write(StoredForms.Of(some));
        }
        else
        {
            writer.WriteNil();
        }
    }

    private static void Write(ref MessagePackWriter writer, long? number)
    {
        if (number is { } some)
        {
            writer.Write(some);
        }
        else
        {
            writer.WriteNil();
        }
    }
}
