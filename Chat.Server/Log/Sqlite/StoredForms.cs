using System.Buffers.Binary;
using Chat.Protocol;

namespace Chat.Server.Log.Sqlite;

/// <summary>Devices, addresses and choices as the database holds them, in the system log and in the tables alike.</summary>
internal static class StoredForms
{
    public static byte[] Of(DeviceId device)
    {
        var bytes = new byte[Limits.FingerprintBytes];
        device.Key.TryWriteBytes(bytes);
        return bytes;
    }

    public static byte[] Of(PeerAddress address)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, address.Value);
        return bytes;
    }

    /// <exception cref="InvalidDataException">It is no device.</exception>
    public static DeviceId Device(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Limits.FingerprintBytes ? new DeviceId(new Fingerprint(bytes)) : throw new InvalidDataException("A device's key has 32 bytes.");

    /// <exception cref="InvalidDataException">It is no address.</exception>
    public static PeerAddress Address(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 16 ? new PeerAddress(BinaryPrimitives.ReadUInt128BigEndian(bytes)) : throw new InvalidDataException("An address has 16 bytes.");

    /// <exception cref="InvalidDataException">There is no such choice.</exception>
    public static T Choice<T>(long number)
        where T : struct, Enum
    {
        var choice = (T)Enum.ToObject(typeof(T), number);
        return Enum.IsDefined(choice) ? choice : throw new InvalidDataException($"There is no {typeof(T).Name} {number}.");
    }
}
