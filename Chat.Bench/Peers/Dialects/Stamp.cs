using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Chat.Bench.Peers.Dialects;

/// <summary>
/// What the text of each message begins with. It is letters only, which no protocol takes for something else, and read without a branch: a letter holds four bits, the lowest first.
/// </summary>
/// <param name="Serial">The message's number in the whole run.</param>
/// <param name="Order">Its number in its room and stage.</param>
/// <param name="Time">When it was sent, or should have been, in ns.</param>
internal readonly record struct Stamp(uint Serial, uint Order, long Time)
{
    /// <summary>How long it is.</summary>
    public const int Size = 36;

    private const int Word = 8;

    /// <summary>Begins each stamp, and nothing else that a server says.</summary>
    public static ReadOnlySpan<byte> Mark => "~fo~"u8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> text, out Stamp stamp)
    {
        if (text.Length < Size || !text.StartsWith(Mark))
        {
            stamp = default;
            return false;
        }

        var words = text[Mark.Length..Size];
        stamp = new Stamp(Read(words), Read(words[Word..]), (long)(Read(words[(2 * Word)..]) | ((ulong)Read(words[(3 * Word)..]) << 32)));
        return true;
    }

    public void Write(Span<byte> to)
    {
        Mark.CopyTo(to);
        var words = to[Mark.Length..Size];
        Write(words, Serial);
        Write(words[Word..], Order);
        Write(words[(2 * Word)..], (uint)Time);
        Write(words[(3 * Word)..], (uint)(Time >> 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Read(ReadOnlySpan<byte> word)
    {
        var bits = BinaryPrimitives.ReadUInt64LittleEndian(word) - 0x6161_6161_6161_6161;
        bits = (bits | (bits >> 4)) & 0x00FF_00FF_00FF_00FF;
        bits = (bits | (bits >> 8)) & 0x0000_FFFF_0000_FFFF;
        return (uint)(bits | (bits >> 16));
    }

    private static void Write(Span<byte> word, uint value)
    {
        for (var i = 0; i < Word; i++, value >>= 4)
        {
            word[i] = (byte)('a' + (value & 15));
        }
    }
}
