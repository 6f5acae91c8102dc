using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Chat.Protocol;

/// <summary>The SHA-256 of a key's SubjectPublicKeyInfo: what a device, or a server, is known by. 32 bytes, compared by value.</summary>
public readonly record struct Fingerprint
{
    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    /// <summary>Takes the 32 bytes of a SHA-256.</summary>
    /// <exception cref="ArgumentException"><paramref name="bytes"/> is not 32 bytes long.</exception>
    public Fingerprint(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Limits.FingerprintBytes)
        {
            throw new ArgumentException("A fingerprint has 32 bytes.", nameof(bytes));
        }

        _first = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _second = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _third = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _fourth = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>Reads 64 hexadecimal digits of either case.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Fingerprint fingerprint)
    {
        Span<byte> bytes = stackalloc byte[Limits.FingerprintBytes];
        var read = text is { Length: 2 * Limits.FingerprintBytes }
            && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
        fingerprint = read ? new Fingerprint(bytes) : default;
        return read;
    }

    /// <summary>Reads 64 hexadecimal digits of either case.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> is something else.</exception>
    public static Fingerprint Parse(string text) =>
        TryParse(text, out var fingerprint) ? fingerprint : throw new FormatException("A fingerprint has 64 hexadecimal digits.");

    /// <summary>Writes the 32 bytes; false, and nothing written, when there is less room.</summary>
    public bool TryWriteBytes(Span<byte> destination)
    {
        if (destination.Length < Limits.FingerprintBytes)
        {
            return false;
        }

        BinaryPrimitives.WriteUInt64BigEndian(destination, _first);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _second);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _third);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _fourth);
        return true;
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Limits.FingerprintBytes];
        TryWriteBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
