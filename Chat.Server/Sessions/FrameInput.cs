using System.Buffers;
using System.Buffers.Binary;
using Chat.Protocol;

namespace Chat.Server.Sessions;

/// <summary>Bytes read and not yet taken as frames, in one pooled array that is given back whenever nothing is left over. Owned by the frame loop.</summary>
internal sealed class FrameInput : IDisposable
{
    private const int LeastBytes = 16 * 1024;

    private byte[]? _buffer;
    private int _start;
    private int _end;

    public bool IsEmpty => _start == _end;

    /// <summary>Where to read the next bytes into: at least one fits.</summary>
    public Memory<byte> Rent()
    {
        if (_buffer is null)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(LeastBytes);
        }
        else if (_end == _buffer.Length)
        {
            Grow();
        }

        return _buffer.AsMemory(_end);
    }

    public void Received(int count) => _end += count;

    /// <summary>The next whole frame's payload; valid until the next <see cref="Rent"/>, <see cref="Compact"/> or <see cref="Discard"/>.</summary>
    /// <exception cref="ProtocolException">The length is none.</exception>
    public bool TryTake(int maxLength, out ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<byte> input = _buffer.AsSpan(_start, _end - _start);
        if (!FrameReader.TryRead(ref input, maxLength, out payload))
        {
            return false;
        }

        _start = _end - input.Length;
        return true;
    }

    /// <summary>All whole frames are taken: gives the array back, or moves the beginning of the next frame to the front.</summary>
    public void Compact()
    {
        if (IsEmpty)
        {
            Discard();
        }
        else if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
    }

    public void Discard()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }

        (_start, _end) = (0, 0);
    }

    public void Dispose() => Discard();

    /// <summary>Twice as much, and never more than the frame that has begun needs: a length alone costs nothing.</summary>
    private void Grow()
    {
        var needed = sizeof(uint) + (int)BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(_start));
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_end - _start + 1, Math.Min(_buffer!.Length * 2, needed)));
        var count = _end - _start;
        _buffer.AsSpan(_start, count).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = (larger, 0, count);
    }
}
