namespace Chat.Server.Hosting;

/// <summary>What the process ends with; the numbers are those of sysexits.h.</summary>
internal static class ExitCode
{
    /// <summary>Stopped as asked.</summary>
    public const int Done = 0;

    /// <summary>A command line that cannot be understood.</summary>
    public const int Usage = 64;

    /// <summary>A database, or a file that was given, is damaged.</summary>
    public const int Damaged = 65;

    /// <summary>The server could not go on: a fault of its own, or a store that is lost.</summary>
    public const int Failed = 70;

    /// <summary>A server that runs did not take or answer a command; the same may work in a moment.</summary>
    public const int TryAgain = 75;

    /// <summary>A setting, a file or an address that cannot be used.</summary>
    public const int Configuration = 78;

    /// <summary>A command was interrupted by Ctrl+C or SIGTERM, and has changed nothing; as shells number it.</summary>
    public const int Interrupted = 128 + 2;
}
