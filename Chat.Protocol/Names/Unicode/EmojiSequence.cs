using System.Buffers;
using System.Text;

namespace Chat.Protocol.Names.Unicode;

/// <summary>
/// What counts as one emoji (UTS #51, section 1.4.9): a pictograph with or without a skin tone or the selector of emoji style, several of them joined, a flag of
/// two letters or of tags, or a keycap. It is a grammar and not the list of a year, so the emoji of later versions pass. A pictograph without the selector that
/// fonts may show as text passes too: many keyboards send it so.
/// </summary>
internal ref struct EmojiSequence
{
    private const int Joiner = 0x200D;
    private const int EmojiStyle = 0xFE0F;
    private const int Keycap = 0x20E3;
    private const int BlackFlag = 0x1F3F4;
    private const int FirstTag = 0xE0000;
    private const int LastTag = 0xE007F;
    private const int MinSubdivision = 3;
    private const int MaxSubdivision = 6;

    private ReadOnlySpan<char> _rest;

    private EmojiSequence(ReadOnlySpan<char> text)
    {
        _rest = text;
    }

    /// <summary>Whether the text is one emoji and nothing else.</summary>
    public static bool IsOne(ReadOnlySpan<char> text)
    {
        var sequence = new EmojiSequence(text);
        return sequence.TakeOne() && sequence._rest.IsEmpty;
    }

    private static bool IsRegional(int code) => code is >= 0x1F1E6 and <= 0x1F1FF;

    private static bool IsSkinTone(int code) => code is >= 0x1F3FB and <= 0x1F3FF;

    private static bool IsKeycapBase(int code) => code is (>= '0' and <= '9') or '#' or '*';

    private bool TakeOne()
    {
        var first = Peek();
        if (IsRegional(first))
        {
            Take();
            return TakeIf(IsRegional(Peek()));
        }

        if (IsKeycapBase(first))
        {
            Take();
            TakeIf(Peek() == EmojiStyle);
            return TakeIf(Peek() == Keycap);
        }

        return TakeIf(IsSkinTone(first)) || TakeJoined();
    }

    private bool TakeJoined()
    {
        do
        {
            if (!TakePictograph())
            {
                return false;
            }
        }
        while (TakeIf(Peek() == Joiner));
        return true;
    }

    private bool TakePictograph()
    {
        var code = Peek();
        var kind = code < 0 ? EmojiKind.None : Properties.EmojiKindOf(code);
        if (!TakeIf(kind != EmojiKind.None))
        {
            return false;
        }

        if (code == BlackFlag && Peek() is >= FirstTag and <= LastTag)
        {
            return TakeSubdivision();
        }

        _ = TakeIf(kind == EmojiKind.Modifiable && IsSkinTone(Peek())) || TakeIf(Peek() == EmojiStyle);
        return true;
    }

    // Tags are never shown; only as many as a subdivision's code has may stand there, so that nothing longer hides in a reaction.
    private bool TakeSubdivision()
    {
        var count = 0;
        while (Peek() - FirstTag is (>= '0' and <= '9') or (>= 'a' and <= 'z'))
        {
            Take();
            count++;
        }

        return count is >= MinSubdivision and <= MaxSubdivision && TakeIf(Peek() == LastTag);
    }

    private readonly int Peek() => Rune.DecodeFromUtf16(_rest, out var rune, out _) == OperationStatus.Done ? rune.Value : -1;

    private void Take()
    {
        Rune.DecodeFromUtf16(_rest, out _, out var units);
        _rest = _rest[units..];
    }

    private bool TakeIf(bool condition)
    {
        if (condition)
        {
            Take();
        }

        return condition;
    }
}
