namespace Chat.Protocol.Names.Unicode;

/// <summary>Skeletons of texts, equal where texts look alike (UTS #39, section 4; with the removal of ignorable characters that its revision 15.1 added).</summary>
internal static class Confusables
{
    /// <summary>Appends nothing but the skeleton to what must be empty.</summary>
    /// <param name="codes">The text.</param>
    /// <param name="scratch">Room to work in; what it holds is lost.</param>
    /// <param name="to">Where the skeleton goes.</param>
    public static void ToSkeleton(ReadOnlySpan<int> codes, CodePoints scratch, CodePoints to)
    {
        // NFD, prototypes, NFD again: what is between needs a place of its own, so the two buffers change hands.
        to.Truncate(0);
        Normalizer.ToNfd(codes, to);
        scratch.Truncate(0);
        foreach (var code in to.Span)
        {
            AddPrototype(code, scratch);
        }

        to.Truncate(0);
        Normalizer.ToNfd(scratch.Span, to);
    }

    private static void AddPrototype(int code, CodePoints to)
    {
        if (Mapping.Prototype.TryGet(code, out var prototype))
        {
            to.Add(prototype);
        }
        else if (Properties.HasPrototypeByCompatibility(code) && Mapping.Compatible.TryGet(code, out var compatible))
        {
            foreach (var rune in compatible.EnumerateRunes())
            {
                AddPrototype(rune.Value, to);
            }
        }
        else if (!Properties.IsIgnorable(code))
        {
            to.Add(code);
        }
    }
}
