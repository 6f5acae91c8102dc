using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Rooms;

namespace Chat.Server.Sequencing.Commands;

/// <summary>Say something. What stands against it by its shape alone comes along, because a key that is stored already goes before.</summary>
/// <param name="Frame">What the client said.</param>
/// <param name="Room">Where; null when <paramref name="Fault"/> says that the address is none.</param>
/// <param name="Fault">What is wrong with the post itself.</param>
internal sealed record PostCommand(Subscriber From, PostFrame Frame, RoomAddress? Room, ErrorFrame? Fault = null) : Command(From, Frame.Id)
{
    /// <summary>How many times a text may speak to somebody, the same or not; what comes later in it does not count. To compare nicks takes time.</summary>
    public const int MaxMentions = 50;

    /// <summary>Who says it, for whoever asks the log for its key before its turn. In its turn it is who the session is.</summary>
    public UserId Author { get; init; }

    /// <summary>How long to wait in ms when the session posts too fast; null when it does not.</summary>
    public int? Delay { get; init; }

    /// <summary>Whether the log could not be read, so that nobody knows what is past.</summary>
    public bool IsUnprepared { get; init; }

    /// <summary>What the log had of it when it was prepared; null when that was nothing, as for nearly all.</summary>
    public PreparedPost? Prepared { get; init; }

    /// <summary>Different nicks that the text speaks to.</summary>
    public IReadOnlyCollection<NameKey> Mentions { get; init; } = [];

    public Guid Key => Frame.Key;

    public PostKey PostKey => new(Author, Frame.Key);

    /// <summary>The room as the client wrote it.</summary>
    public string RoomText => Frame.Room;

    public EventKind Kind => Frame.Kind;

    public string Text => Frame.Text;

    /// <summary>What it refers to; a topic refers to nothing, whatever the client wrote.</summary>
    public long? Ref => Kind == EventKind.Topic ? null : Frame.Ref;

    public Guid? Log => Frame.Log;
}
