using System.Buffers;
using Chat.Protocol;
using Chat.Protocol.Frames;
using MessagePack;

namespace Chat.Tests.Protocol;

/// <summary>Payloads out of plain values, and back into frames.</summary>
internal static class Wire
{
    /// <summary>The values that are right nowhere but as an extra field.</summary>
    public static IReadOnlyList<object> Foreign { get; } =
    [
        1.5f,
        -0.25,
        new Dictionary<string, object?> { ["a"] = 1, ["b"] = null },
        new ExtensionResult(5, new ReadOnlySequence<byte>(WireField.Bytes(4))),
        new ExtensionResult(6, new ReadOnlySequence<byte>(WireField.Bytes(300))),
        new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
    ];

    public static byte[] Payload(params object?[] values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        Write(ref writer, values);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static Frame Decode(this WireFrame row, byte[] payload) => row.FromClient ? Request(payload) : Reply(payload);

    public static Frame Request(byte[] payload) => FrameCodec.DecodeRequest(new ReadOnlySequence<byte>(payload));

    public static Frame Reply(byte[] payload) => FrameCodec.DecodeReply(new ReadOnlySequence<byte>(payload));

    /// <summary>The payload of a frame, without its length.</summary>
    public static byte[] Payload(Frame frame) => FrameCodec.Encode(frame)[Limits.LengthBytes..];

    /// <summary>A sequence of as many segments as there are parts.</summary>
    public static ReadOnlySequence<byte> Sequence(params ReadOnlyMemory<byte>[] parts)
    {
        var first = new WireSegment(parts[0], null);
        var last = first;
        foreach (var part in parts.Skip(1))
        {
            last = new WireSegment(part, last);
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private static void Write(ref MessagePackWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNil();
                break;
            case bool flag:
                writer.Write(flag);
                break;
            case int number:
                writer.Write(number);
                break;
            case long number:
                writer.Write(number);
                break;
            case ulong number:
                writer.Write(number);
                break;
            case float number:
                writer.Write(number);
                break;
            case double number:
                writer.Write(number);
                break;
            case string text:
                writer.Write(text);
                break;
            case byte[] bytes:
                writer.Write(bytes);
                break;
            case DateTime time:
                writer.Write(time);
                break;
            case ExtensionResult extension:
                writer.WriteExtensionFormat(extension);
                break;
            case RawBytes raw:
                writer.WriteRaw(raw.Bytes);
                break;
            case object?[] array:
                writer.WriteArrayHeader(array.Length);
                foreach (var item in array)
                {
                    Write(ref writer, item);
                }

                break;
            case Dictionary<string, object?> map:
                writer.WriteMapHeader(map.Count);
                foreach (var (key, item) in map)
                {
                    writer.Write(key);
                    Write(ref writer, item);
                }

                break;
            default:
                throw new InvalidOperationException($"No way to write a {value.GetType()}.");
        }
    }
}
