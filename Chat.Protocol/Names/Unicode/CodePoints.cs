using System.Buffers;
using System.Text;

namespace Chat.Protocol.Names.Unicode;

/// <summary>
/// A growing list of code points in pooled memory, for one text on one thread. A surrogate that has no other half counts as a code point of its own,
/// so any string goes in and comes out whole.
/// </summary>
internal sealed class CodePoints : IDisposable
{
    private const int Smallest = 64;

    private int[] _codes;

    public CodePoints(int capacity)
    {
        _codes = ArrayPool<int>.Shared.Rent(Math.Max(capacity, Smallest));
    }

    public int Count { get; private set; }

    public Span<int> Span => _codes.AsSpan(0, Count);

    public void Add(int code)
    {
        if (Count == _codes.Length)
        {
            Grow();
        }

        _codes[Count++] = code;
    }

    public void Add(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var status = Rune.DecodeFromUtf16(text, out var rune, out var units);
            Add(status == OperationStatus.Done ? rune.Value : text[0]);
            text = text[units..];
        }
    }

    public void Truncate(int count) => Count = count;

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_codes);
        _codes = [];
        Count = 0;
    }

    /// <summary>The code points as text; <paramref name="original"/> itself when that is what they spell.</summary>
    public string ToString(string original)
    {
        var units = 0;
        foreach (var code in Span)
        {
            units += code > char.MaxValue ? 2 : 1;
        }

        var length = units;
        var text = ArrayPool<char>.Shared.Rent(length);
        try
        {
            Write(Span, text);
            var written = text.AsSpan(0, length);
            return written.SequenceEqual(original) ? original : written.ToString();
        }
        finally
        {
            ArrayPool<char>.Shared.Return(text);
        }
    }

    private static void Write(ReadOnlySpan<int> codes, Span<char> to)
    {
        foreach (var code in codes)
        {
            if (code <= char.MaxValue)
            {
                to[0] = (char)code;
                to = to[1..];
            }
            else
            {
                to = to[new Rune(code).EncodeToUtf16(to)..];
            }
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<int>.Shared.Rent(_codes.Length * 2);
        Span.CopyTo(larger);
        ArrayPool<int>.Shared.Return(_codes);
        _codes = larger;
    }
}
