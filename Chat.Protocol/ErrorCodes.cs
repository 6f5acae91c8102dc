namespace Chat.Protocol;

/// <summary>The codes that an Error or a Bye can carry.</summary>
public static class ErrorCodes
{
    /// <summary>The bytes are no frame; the connection is closed.</summary>
    public const string Malformed = "malformed";

    /// <summary>A length above the bound; the connection is closed.</summary>
    public const string FrameTooLarge = "frame_too_large";

    /// <summary>A length of zero; the connection is closed.</summary>
    public const string EmptyFrame = "empty_frame";

    /// <summary>Hello named a version that is not served; the connection is closed.</summary>
    public const string UnsupportedVersion = "unsupported_version";

    /// <summary>A kind of frame that is not served, or that only servers send.</summary>
    public const string UnknownKind = "unknown_kind";

    /// <summary>A frame that may not come now: another than Hello before Welcome, or a second Hello.</summary>
    public const string BadState = "bad_state";

    /// <summary>A value of the right type, out of its bounds.</summary>
    public const string BadField = "bad_field";

    /// <summary>No nick by the rules, or none where one is needed.</summary>
    public const string BadNick = "bad_nick";

    /// <summary>Another has this nick, or one that reads the same.</summary>
    public const string NickInUse = "nick_in_use";

    /// <summary>No name of a room by the rules.</summary>
    public const string BadRoom = "bad_room";

    /// <summary>No room of that name, or none for this user.</summary>
    public const string NoSuchRoom = "no_such_room";

    /// <summary>Nobody of that nick, or a guest who is not there.</summary>
    public const string NoSuchNick = "no_such_nick";

    /// <summary>No event at that seq, or none that can be meant.</summary>
    public const string NoSuchMessage = "no_such_message";

    /// <summary>The user is not in that room.</summary>
    public const string NotMember = "not_member";

    /// <summary>The user may not do that.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>The user is banned.</summary>
    public const string Banned = "banned";

    /// <summary>The user is muted.</summary>
    public const string Muted = "muted";

    /// <summary>No such link or invitation code, or no longer.</summary>
    public const string BadCode = "bad_code";

    /// <summary>A new user needs an invitation here.</summary>
    public const string RegistrationClosed = "registration_closed";

    /// <summary>The room of that name is another one by now.</summary>
    public const string LogChanged = "log_changed";

    /// <summary>A text above its bound.</summary>
    public const string TextTooLong = "text_too_long";

    /// <summary>A text with what may not be in it.</summary>
    public const string BadText = "bad_text";

    /// <summary>Too much in too short a time; <c>retryMs</c> says when to go on.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>Too many connections from this address; the connection is closed.</summary>
    public const string TooManyConnections = "too_many_connections";

    /// <summary>Too many connections in all; the connection is closed.</summary>
    public const string ServerFull = "server_full";

    /// <summary>Nothing came in time; the connection is closed.</summary>
    public const string Timeout = "timeout";

    /// <summary>Nothing was taken for too long; the connection is closed.</summary>
    public const string SlowConsumer = "slow_consumer";

    /// <summary>The session was resumed by another connection; the connection is closed.</summary>
    public const string Replaced = "replaced";

    /// <summary>The log could not be written; <c>retryMs</c> says when to try again.</summary>
    public const string StorageFull = "storage_full";

    /// <summary>Not possible just now; <c>retryMs</c> says when to try again.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>The server ends; the connection is closed.</summary>
    public const string ShuttingDown = "shutting_down";

    /// <summary>The server failed in a way that is its own fault.</summary>
    public const string Internal = "internal";

    /// <summary>Whether a server that sends this code closes the connection after it.</summary>
    /// <param name="code">A code; one that is not listed here closes nothing.</param>
    public static bool ClosesConnection(string code) => code is
        Malformed or FrameTooLarge or EmptyFrame or UnsupportedVersion or Timeout or SlowConsumer or Replaced
        or TooManyConnections or ServerFull or ShuttingDown;
}
