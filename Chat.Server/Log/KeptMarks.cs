namespace Chat.Server.Log;

/// <summary>
/// What is kept beside the logs, and not by events: how far who has read, and when which device was last here. It is written now and then, so a crash may lose the newest
/// of it, which does no harm.
/// </summary>
/// <param name="Reads">At most one for a user and a log.</param>
/// <param name="Sightings">At most one for a device.</param>
internal sealed record KeptMarks(IReadOnlyList<ReadMark> Reads, IReadOnlyList<DeviceSighting> Sightings)
{
    public static readonly KeptMarks None = new([], []);

    public bool IsEmpty => Reads.Count == 0 && Sightings.Count == 0;
}
