using System.Buffers;

namespace Chat.Server.Delivery;

/// <summary>
/// Bytes that a session's socket has not taken yet, in pooled pieces. Empty for nearly every session at nearly every moment, and
/// then it holds no memory. Owned by the session's lane.
/// </summary>
/// <remarks>Copies what it is given, so that a slow session never keeps a whole group's bytes alive for the sake of a few of its own.</remarks>
internal struct Outbox
{
    private const int PieceBytes = 16 * 1024;

    private Queue<byte[]>? _full;
    private byte[]? _last;
    private int _start;
    private int _end;

    /// <summary>How many bytes wait.</summary>
    public int Count { get; private set; }

    public readonly bool IsEmpty => Count == 0;

    /// <summary>All bytes ever put in; together with <see cref="Count"/> it tells when a certain byte has gone.</summary>
    public long Appended { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Count += bytes.Length;
        Appended += bytes.Length;
        while (!bytes.IsEmpty)
        {
            if (_last is null || _end == _last.Length)
            {
                if (_last is not null)
                {
                    (_full ??= new Queue<byte[]>()).Enqueue(_last);
                }

                _last = ArrayPool<byte>.Shared.Rent(PieceBytes);
                _end = 0;
            }

            var fits = Math.Min(bytes.Length, _last.Length - _end);
            bytes[..fits].CopyTo(_last.AsSpan(_end));
            _end += fits;
            bytes = bytes[fits..];
        }
    }

    /// <summary>The oldest bytes, as many as lie together. They stay where they are until consumed.</summary>
    public readonly ReadOnlyMemory<byte> Peek()
    {
        if (_full is not null && _full.TryPeek(out var piece))
        {
            return piece.AsMemory(_start);
        }

        return _last is null ? default : _last.AsMemory(_start, _end - _start);
    }

    /// <summary>Lets go of the oldest bytes, at most as many as <see cref="Peek"/> gave.</summary>
    public void Consume(int count)
    {
        Count -= count;
        _start += count;
        if (_full is not null && _full.TryPeek(out var piece))
        {
            if (_start == piece.Length)
            {
                ArrayPool<byte>.Shared.Return(_full.Dequeue());
                _start = 0;
            }
        }
        else if (_start == _end && _last is not null)
        {
            ArrayPool<byte>.Shared.Return(_last);
            (_last, _start, _end) = (null, 0, 0);
        }
    }

    /// <summary>Lets go of everything. With <paramref name="isInFlight"/> the oldest piece is still being read by the socket and is left to the collector.</summary>
    public void Clear(bool isInFlight)
    {
        while (_full is not null && _full.TryDequeue(out var piece))
        {
            if (!isInFlight)
            {
                ArrayPool<byte>.Shared.Return(piece);
            }

            isInFlight = false;
        }

        if (_last is not null && !isInFlight)
        {
            ArrayPool<byte>.Shared.Return(_last);
        }

        (_last, _start, _end, Count) = (null, 0, 0, 0);
    }
}
