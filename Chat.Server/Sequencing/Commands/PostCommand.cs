using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Rooms;

namespace Chat.Server.Sequencing.Commands;

/// <summary>Say something. What stands against it by its shape alone comes along, because a key that is stored already goes before.</summary>
/// <param name="Room">Null when <paramref name="Fault"/> says that the address is none.</param>
/// <param name="RoomText">The room as the client wrote it.</param>
/// <param name="Fault">What is wrong with the post itself.</param>
/// <param name="Delay">How long to wait in ms when the session posts too fast; null when it does not.</param>
/// <param name="IsUnprepared">Whether the log could not be read, so that nobody knows what is past.</param>
/// <param name="Stored">The event that has this key already, as prepared.</param>
/// <param name="Origin">Whom and what the post refers to, as prepared, and in which log.</param>
internal sealed record PostCommand(
    Subscriber From,
    uint Id,
    Guid Key,
    RoomAddress? Room,
    string RoomText,
    EventKind Kind,
    string Text,
    long? Ref,
    Guid? Log,
    ErrorFrame? Fault,
    int? Delay,
    bool IsUnprepared,
    KeyedEvent? Stored,
    (LogId Log, EventOrigin Origin)? Origin) : Command(From, Id)
{
    /// <summary>Different nicks that the text speaks to.</summary>
    public IReadOnlyCollection<NameKey> Mentions { get; init; } = [];

    /// <summary>How many times a text may speak to somebody, the same or not; what comes later in it does not count. To compare nicks takes time.</summary>
    public const int MaxMentions = 50;
}
