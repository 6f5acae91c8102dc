namespace Chat.Server.Delivery;

/// <summary>The events of one feed in one group, encoded once and sent to all as they are. Immutable and shared by lanes.</summary>
/// <param name="First">The seq of the first event.</param>
/// <param name="Bytes">Whole frames, one after the other.</param>
/// <param name="Ends">Where each event's frame ends in <paramref name="Bytes"/>.</param>
internal sealed record Block(long First, byte[] Bytes, int[] Ends)
{
    public long Last => First + Ends.Length - 1;

    /// <summary>The frames above <paramref name="cursor"/>, which is at least the seq before the block's first.</summary>
    public ReadOnlyMemory<byte> After(long cursor) => Bytes.AsMemory(StartAfter(cursor));

    /// <summary>The frames above <paramref name="cursor"/> up to <paramref name="last"/>, which is at least the block's first.</summary>
    public ReadOnlyMemory<byte> Between(long cursor, long last)
    {
        var start = StartAfter(cursor);
        return Bytes.AsMemory(start, Ends[Math.Min(last, Last) - First] - start);
    }

    private int StartAfter(long cursor) => cursor < First ? 0 : Ends[cursor - First];
}
