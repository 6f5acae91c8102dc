namespace Chat.Client;

/// <summary>What the program tells the shell, after sysexits.h.</summary>
internal enum ExitCode
{
    Done = 0,

    /// <summary>The command line makes no sense.</summary>
    Usage = 64,

    /// <summary>The server cannot be reached, or is lost for good.</summary>
    Unavailable = 69,

    /// <summary>Not now: the server is full or slows us down, or something typed did not get out. Another try may do.</summary>
    TryAgain = 75,

    /// <summary>The other side does not speak the protocol, or its key is not the one it had.</summary>
    Protocol = 76,

    /// <summary>The server does not let us: a nick in use, a ban.</summary>
    NotAllowed = 77,

    /// <summary>A file or a folder of ours is not as it must be.</summary>
    Configuration = 78,
}
