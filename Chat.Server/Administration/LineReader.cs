namespace Chat.Server.Administration;

/// <summary>Reads lines of bytes of a bounded length.</summary>
internal sealed class LineReader
{
    /// <summary>Bytes a line may have: the longest text with every character written as an escape is less than half of it.</summary>
    public const int MaxLine = 256 * 1024;

    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[MaxLine];
    private int _start;
    private int _end;

    public LineReader(Stream stream)
    {
        _stream = stream;
    }

    /// <summary>Which line was read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Reads the next line.</summary>
    /// <param name="line">The line without its end; valid until the next one is read.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="ImportException">It is too long.</exception>
    public bool TryRead(out ReadOnlyMemory<byte> line)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = Take(length, length + 1);
                return true;
            }

            if (_start > 0)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                (_start, _end) = (0, _end - _start);
            }

            if (_end == _buffer.Length)
            {
                Number++;
                throw new ImportException($"the line is longer than {MaxLine} bytes");
            }

            var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
            if (read == 0)
            {
                var hasRest = _end > _start;
                line = hasRest ? Take(_end - _start, _end - _start) : default;
                return hasRest;
            }

            _end += read;
        }
    }

    private ReadOnlyMemory<byte> Take(int length, int withEnd)
    {
        Number++;
        var line = _buffer.AsMemory(_start, length);
        _start += withEnd;
        return line.Span.EndsWith("\r"u8) ? line[..^1] : line;
    }
}
