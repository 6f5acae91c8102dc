using Chat.Protocol.Names;
using Chat.Server.Delivery;
using Chat.Server.Rooms;

namespace Chat.Server.Sequencing.Commands;

/// <summary>Keep order in a room, or on the whole server.</summary>
/// <param name="Room">The room, a <c>#name</c>; null for the whole server.</param>
/// <param name="Action">What to do.</param>
/// <param name="Word">The same as the protocol writes it.</param>
/// <param name="Nick">Whom it is about; null for an action that is about the room.</param>
/// <param name="Seconds">For how long; 0 for good.</param>
/// <param name="Reason">Why; empty for none.</param>
internal sealed record ModerateCommand(
    Subscriber From,
    uint Id,
    RoomAddress? Room,
    ModerationAction Action,
    string Word,
    Nick? Nick,
    int Seconds,
    string Reason) : Command(From, Id)
{
    /// <summary>What everybody in the room reads of it.</summary>
    /// <param name="nick">Whom it is about, as the server spells it; null for nobody.</param>
    public string Report(string? nick)
    {
        var told = nick is null ? Word : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Word} {nick} {Seconds}");
        return Reason.Length == 0 || nick is null ? told : $"{told} {Reason}";
    }
}
