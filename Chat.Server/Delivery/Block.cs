namespace Chat.Server.Delivery;

/// <summary>The events of one feed in one group, encoded once and sent to all as they are. Immutable and shared by lanes.</summary>
/// <param name="First">The seq of the first event.</param>
/// <param name="Count">How many events there are; at least one.</param>
/// <param name="Bytes">Their frames, whole and one after the other.</param>
internal sealed record Block(long First, int Count, ReadOnlyMemory<byte> Bytes)
{
    public long Last => First + Count - 1;

    /// <summary>The frames above <paramref name="cursor"/>, which is at least the seq before the block's first.</summary>
    public ReadOnlyMemory<byte> After(long cursor) => Bytes[WholeFrames.LengthOf(Bytes.Span, (int)(cursor - First + 1))..];
}
