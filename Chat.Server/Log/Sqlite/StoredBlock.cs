namespace Chat.Server.Log.Sqlite;

/// <summary>A block as it is in the database.</summary>
/// <param name="Id">Its place in the order of commits.</param>
/// <param name="Log">The number of its log.</param>
/// <param name="First">The seq of its first event.</param>
/// <param name="Events">Its events, at least one.</param>
internal sealed record StoredBlock(long Id, long Log, long First, IReadOnlyList<StoredEvent> Events)
{
    public long Last => First + Events.Count - 1;

    public StoredEvent this[long seq] => Events[(int)(seq - First)];
}
