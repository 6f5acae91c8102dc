using System.Buffers;
using System.Buffers.Binary;

namespace Chat.Protocol;

/// <summary>Cuts a stream of bytes into the payloads of frames. It keeps nothing between calls: what is no whole frame yet stays in the input.</summary>
public static class FrameReader
{
    /// <summary>Takes the next frame off the input.</summary>
    /// <param name="input">The bytes that have come; on success, those after the frame, else unchanged.</param>
    /// <param name="maxLength">The largest payload taken, in bytes: <see cref="Limits.MaxHelloFrame"/> or <see cref="Limits.MaxFrame"/>.</param>
    /// <param name="payload">The frame without its length: a part of <paramref name="input"/>, not a copy, good as long as that is.</param>
    /// <returns>False when more bytes must come first: never more than four and <paramref name="maxLength"/> in all.</returns>
    /// <exception cref="ProtocolException">The length is zero (<c>empty_frame</c>) or above
    /// <paramref name="maxLength"/> (<c>frame_too_large</c>), told from the length alone.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> input, int maxLength, out ReadOnlySequence<byte> payload)
    {
        payload = default;
        if (input.Length < Limits.LengthBytes)
        {
            return false;
        }

        var length = Checked(ReadLength(input), maxLength);
        if (input.Length - Limits.LengthBytes < length)
        {
            return false;
        }

        payload = input.Slice(Limits.LengthBytes, length);
        input = input.Slice(payload.End);
        return true;
    }

    /// <inheritdoc cref="TryRead(ref ReadOnlySequence{byte}, int, out ReadOnlySequence{byte})"/>
    public static bool TryRead(scoped ref ReadOnlySpan<byte> input, int maxLength, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (input.Length < Limits.LengthBytes)
        {
            return false;
        }

        var length = Checked(BinaryPrimitives.ReadUInt32BigEndian(input), maxLength);
        if (input.Length - Limits.LengthBytes < length)
        {
            return false;
        }

        payload = input.Slice(Limits.LengthBytes, length);
        input = input[(Limits.LengthBytes + length)..];
        return true;
    }

    private static int Checked(uint length, int maxLength)
    {
        if (length == 0)
        {
            throw new ProtocolException(ErrorCodes.EmptyFrame, "A frame of no bytes.");
        }

        return length > maxLength ? throw new ProtocolException(ErrorCodes.FrameTooLarge, $"A frame of more than {maxLength} bytes.") : (int)length;
    }

    private static uint ReadLength(in ReadOnlySequence<byte> input)
    {
        if (input.FirstSpan.Length >= Limits.LengthBytes)
        {
            return BinaryPrimitives.ReadUInt32BigEndian(input.FirstSpan);
        }

        Span<byte> bytes = stackalloc byte[Limits.LengthBytes];
        input.Slice(0, Limits.LengthBytes).CopyTo(bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}
