using System.Runtime.CompilerServices;

namespace Chat.Bench.Sockets;

/// <summary>
/// The beginning of something that has not come to its end: what a connection keeps between two reads. All connections of a loop share one buffer to read into, and most keep nothing. A field, not to be copied.
/// </summary>
internal struct Tail
{
    private byte[]? _bytes;
    private int _length;

    /// <summary>Puts what was kept at the front of the buffer. Returns how much that is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int CopyTo(Span<byte> buffer)
    {
        if (_length > 0)
        {
            _bytes.AsSpan(0, _length).CopyTo(buffer);
        }

        return _length;
    }

    /// <summary>Keeps this, and nothing of what was kept before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Keep(ReadOnlySpan<byte> rest)
    {
        if (rest.Length > 0)
        {
            if (_bytes is null || _bytes.Length < rest.Length)
            {
                _bytes = new byte[rest.Length + 64];
            }

            rest.CopyTo(_bytes);
        }

        _length = rest.Length;
    }
}
