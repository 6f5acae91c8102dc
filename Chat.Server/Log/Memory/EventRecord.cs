using System.Runtime.InteropServices;
using Chat.Protocol;

namespace Chat.Server.Log.Memory;

/// <summary>What stands before the nick and the text of an event in an <see cref="EventRing"/>: 64 bytes, one line of a processor's cache.</summary>
[StructLayout(LayoutKind.Sequential, Pack = sizeof(int))]
internal struct EventRecord
{
    public long Seq;

    public long Time;

    public UserId Author;

    /// <summary>As <see cref="LogEvent.Ref"/>; it means something only with <see cref="RecordMarks.HasRef"/>.</summary>
    public long Ref;

    /// <summary>As <see cref="LogEvent.Key"/>; it means something only with <see cref="RecordMarks.HasKey"/>.</summary>
    public Guid Key;

    /// <summary>The number of its log.</summary>
    public int Log;

    /// <summary>Bytes in all, nick and text and what fills up included.</summary>
    public int Length;

    /// <summary>Bytes of the text; 0 when it was wiped.</summary>
    public int TextBytes;

    /// <summary>Bytes of the nick.</summary>
    public ushort NickBytes;

    private byte _kind;

    public RecordMarks Marks;

    public EventKind Kind
    {
        readonly get => (EventKind)_kind;
        set => _kind = checked((byte)value);
    }

    public readonly bool Has(RecordMarks marks) => (Marks & marks) != 0;

    public readonly PostKey PostKey => new(Author, Key);
}

/// <summary>What else is to say of an event in an <see cref="EventRing"/>.</summary>
[Flags]
internal enum RecordMarks : byte
{
    None = 0,
    HasRef = 1,
    HasKey = 2,

    /// <summary>It has been edited: its text is the one of the newest edit.</summary>
    IsEdited = 4,
}
