using System.Buffers;

namespace Chat.Protocol;

/// <summary>
/// A growing run of bytes to encode frames into, on arrays of the shared pool. One owner at a time; whoever made it disposes it,
/// and the memory it gave out is void from then on, as after <see cref="Clear"/> or a write.
/// </summary>
public sealed class FrameBuffer : IBufferWriter<byte>, IDisposable
{
    private const int DefaultCapacity = 256;
    private byte[] _bytes;
    private bool _disposed;

    /// <summary>Makes an empty buffer.</summary>
    /// <param name="capacity">Bytes to have room for at first; it grows as needed.</param>
    public FrameBuffer(int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _bytes = ArrayPool<byte>.Shared.Rent(capacity);
    }

    /// <summary>Bytes written since the beginning or the last <see cref="Clear"/>.</summary>
    public int WrittenCount { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, WrittenCount);

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, WrittenCount);

    /// <summary>Forgets what was written and keeps the room.</summary>
    public void Clear() => WrittenCount = 0;

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - WrittenCount);
        WrittenCount += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(WrittenCount);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(WrittenCount);
    }

    /// <summary>Gives the array back. A second call does nothing.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        WrittenCount = 0;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    /// <summary>Makes room after what was written without being counted yet, which it keeps.</summary>
    /// <param name="uncounted">How many bytes that is.</param>
    /// <param name="more">How many are to follow.</param>
    /// <returns>All that is not counted.</returns>
    internal Span<byte> Enlarge(int uncounted, int more)
    {
        if (more > _bytes.Length - WrittenCount - uncounted)
        {
            Grow(uncounted, more);
        }

        return _bytes.AsSpan(WrittenCount);
    }

    private void Reserve(int sizeHint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        ObjectDisposedException.ThrowIf(_disposed, this);
        var room = Math.Max(sizeHint, 1);
        if (room > _bytes.Length - WrittenCount)
        {
            Grow(0, room);
        }
    }

    private void Grow(int uncounted, int more)
    {
        var held = WrittenCount + uncounted;
        var wanted = (long)held + more;
        if (wanted > Array.MaxLength)
        {
            throw new InvalidOperationException("A buffer cannot grow that far.");
        }

        var grown = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(wanted, 2L * _bytes.Length), Array.MaxLength));
        _bytes.AsSpan(0, held).CopyTo(grown);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = grown;
    }
}
