using Chat.Protocol.Frames;

namespace Chat.Client.Connection;

/// <summary>A request whose answer has not come.</summary>
/// <param name="Answered">Takes the one answer, or an Error.</param>
/// <param name="Lost">Called instead when the connection ends before.</param>
internal sealed record PendingRequest(Action<Frame> Answered, Action? Lost);
