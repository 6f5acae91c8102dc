using Chat.Protocol.Frames;

namespace Chat.Client.Connection;

/// <summary>Codes of errors that no server sent, in the frames of which the client tells its own troubles.</summary>
internal static class ClientCodes
{
    /// <summary>There is no connection, or it ended before the answer came.</summary>
    public const string NotConnected = "not_connected";

    /// <summary>The server broke the protocol.</summary>
    public const string Broken = "broken";

    /// <summary>The server ended the session, and gives no time to come back as one that stops does: it is about us.</summary>
    public const string Farewell = "farewell";

    /// <summary>It left as a user who cannot be resumed, and nothing tells whether it arrived.</summary>
    public const string NotKnown = "not_known";

    /// <summary>The disk did not take it.</summary>
    public const string NotKept = "not_kept";

    public static ErrorFrame NotKnownError { get; } = new(0, NotKnown, "it is not known whether it was sent before the session was lost");

    public static ErrorFrame NotConnectedError { get; } = new(0, NotConnected, "not connected; try again in a moment");

    public static ErrorFrame NotSentError { get; } = new(0, NotConnected, "the connection ended before the server had it");

    public static ErrorFrame ConnectionLostError { get; } = new(0, NotConnected, "the connection was lost before the answer came");
}
