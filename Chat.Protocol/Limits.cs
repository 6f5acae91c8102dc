namespace Chat.Protocol;

/// <summary>The bounds of protocol version 1. Lengths of text are in bytes of UTF-8 unless said otherwise.</summary>
public static class Limits
{
    /// <summary>The version of the protocol that a Hello names.</summary>
    public const int Version = 1;

    /// <summary>The TCP port of a server that was told nothing else ("CHAT" on a phone's keypad).</summary>
    public const int DefaultPort = 2428;

    /// <summary>Bytes of the length that goes before every payload: an unsigned 32-bit number, big-endian.</summary>
    public const int LengthBytes = 4;

    /// <summary>The largest payload of a frame, in bytes, without its four bytes of length.</summary>
    public const int MaxFrame = 65_536;

    /// <summary>The largest payload, in bytes, that a server takes before it has sent Welcome.</summary>
    public const int MaxHelloFrame = 4_096;

    /// <summary>How deep arrays and maps may lie in each other, the frame's own array being the first level.</summary>
    public const int MaxDepth = 4;

    /// <summary>The longest text of a message, in bytes.</summary>
    public const int MaxText = 16_384;

    /// <summary>The longest topic of a room, in bytes.</summary>
    public const int MaxTopic = 400;

    /// <summary>The longest nick, in code points.</summary>
    public const int MaxNick = 32;

    /// <summary>The longest name of a room, in code points, its <c>#</c> counted.</summary>
    public const int MaxRoom = 64;

    /// <summary>The longest name a client gives itself in Hello, in bytes.</summary>
    public const int MaxAgent = 64;

    /// <summary>The longest link or invitation code, in bytes.</summary>
    public const int MaxCode = 64;

    /// <summary>The longest pattern of Rooms, in bytes.</summary>
    public const int MaxPattern = 64;

    /// <summary>The longest away text, in bytes.</summary>
    public const int MaxAway = 200;

    /// <summary>The longest reason of a Moderate or a Bye, in bytes.</summary>
    public const int MaxReason = 200;

    /// <summary>The longest search query, in bytes.</summary>
    public const int MaxQuery = 200;

    /// <summary>The most events of one Page; a History that asks for more gets this many.</summary>
    public const int MaxPage = 500;

    /// <summary>The most members of a room to whom presence and renames are pushed; in larger rooms they are told on request.</summary>
    public const int MaxPresenceRoom = 256;

    /// <summary>The most unanswered requests of a session; past that the server stops reading from it.</summary>
    public const int MaxUnanswered = 256;

    /// <summary>Bytes of a message's key, a session's secret and a log's identity (all <c>bin16</c>).</summary>
    public const int KeyBytes = 16;

    /// <summary>Bytes of a device key's fingerprint (<c>bin32</c>).</summary>
    public const int FingerprintBytes = 32;

    /// <summary>Seconds from the connection to an accepted Hello.</summary>
    public const int HelloSeconds = 10;

    /// <summary>Seconds without a byte after which the server sends a Ping.</summary>
    public const int PingSeconds = 30;

    /// <summary>Seconds after a Ping was written in which something must come.</summary>
    public const int PongSeconds = 45;

    /// <summary>Seconds without taking a byte, while there is something to send, after which a connection is closed as too slow.</summary>
    public const int StalledSeconds = 60;

    /// <summary>Minutes after a guest session's end in which it can be resumed.</summary>
    public const int ResumeMinutes = 10;

    /// <summary>Minutes for which a link code is good.</summary>
    public const int LinkCodeMinutes = 10;
}
