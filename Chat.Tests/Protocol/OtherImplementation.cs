using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Nerdbank.MessagePack;

namespace Chat.Tests.Protocol;

/// <summary>Payloads read and written by another implementation of MessagePack than the codec's.</summary>
internal static class OtherImplementation
{
    /// <summary>The values of a payload.</summary>
    public static object? Read(byte[] payload)
    {
        var reader = new MessagePackReader(payload);
        var value = Read(ref reader);
        return reader.End ? value : throw new InvalidDataException("Bytes after the value.");
    }

    /// <summary>The shortest form of the values.</summary>
    public static byte[] Write(object? value) => Write(value, (ref writer, number) => writer.Write(number), headers: 0);

    /// <summary>The values with every number, and every length, in as many bytes as there can be.</summary>
    public static byte[] WriteWide(object? value) => Write(value, (ref writer, number) => writer.WriteUInt64(number), headers: 4);

    /// <summary>The values with every number that fits as a signed one of 64 bits, every length in two bytes.</summary>
    public static byte[] WriteSigned(object? value) => Write(value, WriteSigned, headers: 2);

    /// <summary>The values with every number in as few bytes as there must be, but never in the code itself.</summary>
    public static byte[] WriteByWidth(object? value) => Write(value, WriteByWidth, headers: 1);

    private static void WriteSigned(ref MessagePackWriter writer, ulong number)
    {
        if (number <= long.MaxValue)
        {
            writer.WriteInt64((long)number);
        }
        else
        {
            writer.WriteUInt64(number);
        }
    }

    private static void WriteByWidth(ref MessagePackWriter writer, ulong number)
    {
        switch (number)
        {
            case <= (ulong)sbyte.MaxValue:
                writer.WriteInt8((sbyte)number);
                break;
            case <= (ulong)short.MaxValue:
                writer.WriteInt16((short)number);
                break;
            case <= int.MaxValue:
                writer.WriteInt32((int)number);
                break;
            default:
                WriteSigned(ref writer, number);
                break;
        }
    }

    private static byte[] Write(object? value, NumberWriter number, int headers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        Write(ref writer, value, number, headers);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(ref MessagePackWriter writer, object? value, NumberWriter number, int headers)
    {
        switch (value)
        {
            case null:
                writer.WriteNil();
                break;
            case bool flag:
                writer.Write(flag);
                break;
            case ulong integer:
                number(ref writer, integer);
                break;
            case string text when headers == 0:
                writer.Write(text);
                break;
            case string text:
                var utf8 = Encoding.UTF8.GetBytes(text);
                WriteHeader(ref writer, utf8.Length, headers, 0xd9);
                writer.WriteRaw(utf8);
                break;
            case byte[] bytes when headers == 0:
                writer.Write(bytes);
                break;
            case byte[] bytes:
                WriteHeader(ref writer, bytes.Length, headers, 0xc4);
                writer.WriteRaw(bytes);
                break;
            case object?[] items:
                if (headers == 0)
                {
                    writer.WriteArrayHeader(items.Length);
                }
                else
                {
                    // There is no array of a length in one byte.
                    WriteHeader(ref writer, items.Length, Math.Max(headers, 2), 0xdb);
                }

                foreach (var item in items)
                {
                    Write(ref writer, item, number, headers);
                }

                break;
            default:
                throw new InvalidOperationException($"No way to write a {value.GetType()}.");
        }
    }

    /// <summary>Writes a length in one, two or four bytes, or more where it needs more; the codes for these follow each other.</summary>
    private static void WriteHeader(ref MessagePackWriter writer, int length, int size, byte code)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        var fitting = Math.Max(size, length > 0xffff ? 4 : length > 0xff ? 2 : 1);
        writer.WriteRaw([(byte)(code + (fitting / 2))]);
        writer.WriteRaw(bytes[(4 - fitting)..]);
    }

    private static object? Read(ref MessagePackReader reader)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Nil:
                reader.ReadNil();
                return null;
            case MessagePackType.Boolean:
                return reader.ReadBoolean();
            case MessagePackType.Integer:
                return reader.ReadUInt64();
            case MessagePackType.String:
                return reader.ReadString();
            case MessagePackType.Binary:
                return reader.ReadBytes()!.Value.ToArray();
            case MessagePackType.Array:
                var items = new object?[reader.ReadArrayHeader()];
                for (var index = 0; index < items.Length; index++)
                {
                    items[index] = Read(ref reader);
                }

                return items;
            default:
                throw new InvalidDataException($"No frame holds a {reader.NextMessagePackType}.");
        }
    }

    private delegate void NumberWriter(ref MessagePackWriter writer, ulong number);
}
