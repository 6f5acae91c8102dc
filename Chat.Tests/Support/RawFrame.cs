using System.Buffers;
using System.Buffers.Binary;
using MessagePack;

namespace Chat.Tests.Support;

/// <summary>Frames written by hand, also such as no frame of the library can be.</summary>
internal static class RawFrame
{
    /// <summary>The length and an array of the fields: numbers, texts, bytes, arrays, nulls, and what is not allowed.</summary>
    public static byte[] Of(params object?[] fields) => Framed(Packed(fields));

    /// <summary>Any payload with its length before it.</summary>
    public static byte[] Framed(byte[] payload) => [.. Length((uint)payload.Length), .. payload];

    /// <summary>The four bytes of a length alone.</summary>
    public static byte[] Length(uint length)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, length);
        return bytes;
    }

    public static byte[] Packed(object?[] fields)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        Write(ref writer, fields);
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    private static void Write(ref MessagePackWriter writer, object? field)
    {
        switch (field)
        {
            case null:
                writer.WriteNil();
                break;
            case bool value:
                writer.Write(value);
                break;
            case int value:
                writer.Write(value);
                break;
            case long value:
                writer.Write(value);
                break;
            case ulong value:
                writer.Write(value);
                break;
            case double value:
                writer.Write(value);
                break;
            case string value:
                writer.Write(value);
                break;
            case byte[] value:
                writer.Write(value);
                break;
            case DateTime value:
                writer.Write(value);
                break;
            case object?[] values:
                writer.WriteArrayHeader(values.Length);
                foreach (var value in values)
                {
                    Write(ref writer, value);
                }

                break;
            default:
                throw new ArgumentException($"{field.GetType()} is not written.", nameof(field));
        }
    }
}
