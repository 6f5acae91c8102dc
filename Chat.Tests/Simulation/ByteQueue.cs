namespace Chat.Tests.Simulation;

/// <summary>Bytes on their way, first in, first out.</summary>
internal sealed class ByteQueue
{
    private byte[] _bytes = new byte[256];
    private int _start;

    public int Count { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_start + Count + bytes.Length > _bytes.Length)
        {
            var target = Count + bytes.Length <= _bytes.Length / 2 ? _bytes : new byte[Math.Max(_bytes.Length * 2, Count + bytes.Length)];
            _bytes.AsSpan(_start, Count).CopyTo(target);
            (_bytes, _start) = (target, 0);
        }

        bytes.CopyTo(_bytes.AsSpan(_start + Count));
        Count += bytes.Length;
    }

    /// <summary>The oldest bytes, at most <paramref name="most"/> of them.</summary>
    public ReadOnlyMemory<byte> Peek(int most = int.MaxValue) => _bytes.AsMemory(_start, Math.Min(most, Count));

    public void Consume(int count)
    {
        Count -= count;
        _start = Count == 0 ? 0 : _start + count;
    }

    public void Clear() => (Count, _start) = (0, 0);
}
