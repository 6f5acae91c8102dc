using Chat.Server.Log;

namespace Chat.Server.Sequencing;

/// <summary>
/// The end of the system log: how far the store has come, and what is decided but not stored yet. That is carried along until a commit takes
/// it: what was answered without a promise, because it needs no disk, and what nobody asked for. State of the sequencer's turn.
/// </summary>
internal sealed class SystemTail
{
    /// <summary>When the store has refused more than this many changes that are carried, whoever would add to them is told to wait.</summary>
    public const int MaxRefused = 4_096;

    private readonly List<SystemEvent> _carried = [];
    private readonly List<MentionChange> _carriedMentions = [];
    private long _head;
    private int _refused;

    /// <summary>Whether nothing more may be carried that can wait.</summary>
    public bool IsFull => _refused > MaxRefused;

    /// <summary>Whether there is something that the store has not taken.</summary>
    public bool IsCarrying => _carried.Count > 0;

    /// <summary>Begins after what a store holds already.</summary>
    public void Open(long head) => _head = head;

    /// <summary>Adds something that no group is taken back for.</summary>
    public void Carry(SystemEvent systemEvent) => _carried.Add(systemEvent);

    /// <summary>What the store has to take along with a group; null when there is nothing.</summary>
    public SystemAppend? AppendOf(Group group) =>
        _carried.Count + group.SystemEvents.Count == 0 ? null : new SystemAppend(_head, [.. _carried, .. group.SystemEvents]);

    /// <summary>The changes of mentions that come with it.</summary>
    public IReadOnlyList<MentionChange> MentionsOf(Group group) => _carriedMentions.Count == 0 ? group.Mentions : [.. _carriedMentions, .. group.Mentions];

    public void Committed(SystemAppend append)
    {
        _carriedMentions.Clear();
        _head += append.Events.Count;
        _carried.Clear();
        _refused = 0;
    }

    /// <summary>The store has not taken what a group changes, and the group stays: that is carried too.</summary>
    public void Refused(Group group)
    {
        _carried.AddRange(group.SystemEvents);
        _carriedMentions.AddRange(group.Mentions);
        _refused = _carried.Count;
    }
}
