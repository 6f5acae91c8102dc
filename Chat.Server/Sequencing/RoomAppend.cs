using System.Runtime.InteropServices;
using Chat.Protocol;
using Chat.Server.Log;
using Chat.Server.Rooms;

namespace Chat.Server.Sequencing;

/// <summary>What one group appends to one room's log, and how much of that has become blocks. Owned by the group.</summary>
internal sealed class RoomAppend
{
    private readonly List<LogEvent> _events = [];
    private int _cut;
    private bool _isRevision;

    public RoomAppend(Room room)
    {
        Room = room;
        Head = room.Head;
    }

    public Room Room { get; }

    /// <summary>The head of the log before the group.</summary>
    public long Head { get; }

    /// <summary>All of them, in their order; it grows.</summary>
    public IReadOnlyList<LogEvent> Events => _events;

    /// <summary>How many are not in a block yet.</summary>
    public int OpenEvents => _events.Count - _cut;

    /// <summary>Characters of text of these.</summary>
    public int OpenText { get; private set; }

    public void Add(LogEvent logEvent)
    {
        _events.Add(logEvent);
        OpenText += logEvent.Text.Length;
        _isRevision |= logEvent.Kind is EventKind.Edit or EventKind.Delete;
    }

    /// <summary>Takes the events that are not in a block yet for one.</summary>
    /// <param name="isRevision">Whether one of them changes what was said before.</param>
    public LogEvent[] Cut(out bool isRevision)
    {
        isRevision = _isRevision;
        var events = CollectionsMarshal.AsSpan(_events)[_cut..].ToArray();
        (_cut, OpenText, _isRevision) = (_events.Count, 0, false);
        return events;
    }
}
