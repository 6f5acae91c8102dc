using System.Runtime.CompilerServices;
using System.Runtime.Versioning;

namespace Chat.Bench.Sockets;

/// <summary>What is still to be sent on one socket. A field, not to be copied.</summary>
[SupportedOSPlatform("linux")]
internal struct Outlet
{
    private byte[]? _bytes;
    private int _start;
    private int _end;

    public readonly bool IsEmpty => _start == _end;

    /// <summary>Room for that many bytes behind what there is; <see cref="Advance"/> tells how many were written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int count)
    {
        if (_bytes is null || _bytes.Length - _end < count)
        {
            Grow(count);
        }

        return _bytes.AsSpan(_end, count);
    }

    public void Advance(int count) => _end += count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _end += bytes.Length;
    }

    /// <summary>Sends until nothing is left or the socket is full.</summary>
    /// <returns>0, or the error as a negative number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Flush(int socket)
    {
        while (_start < _end)
        {
            var count = Tcp.Send(socket, _bytes.AsSpan(_start, _end - _start));
            if (count <= 0)
            {
                return count;
            }

            _start += count;
        }

        _start = _end = 0;
        return 0;
    }

    /// <summary>Gives the memory back.</summary>
    public void Release() => (_bytes, _start, _end) = (null, 0, 0);

    private void Grow(int count)
    {
        var held = _end - _start;
        var bytes = _bytes is not null && _bytes.Length - held >= count ? _bytes : new byte[(held + count) * 2];
        _bytes.AsSpan(_start, held).CopyTo(bytes);
        (_bytes, _start, _end) = (bytes, 0, held);
    }
}
