using Chat.Protocol.Names;
using Chat.Server.Delivery;
using Chat.Server.Log;

namespace Chat.Server.Sequencing.Commands;

/// <summary>A Hello of version 1.</summary>
/// <param name="Nick">The nick asked for; null when none was given or it is not fit to be one.</param>
/// <param name="Resume">The secret of an earlier session.</param>
/// <param name="Device">The key that the connection has proven; null for a guest.</param>
/// <param name="Entered">Told, once the answer is on its way, who the session is; null when it was refused.</param>
internal sealed record EnterCommand(Subscriber From, uint Id, Nick? Nick, Guid? Resume, DeviceId? Device, TaskCompletionSource<UserId?> Entered) : Command(From, Id)
{
    /// <summary>What the device calls itself.</summary>
    public string Agent { get; init; } = "";

    /// <summary>The code given; null for none.</summary>
    public SecretHash? Code { get; init; }

    public PeerAddress Address { get; init; } = PeerAddress.Local;
}
