using Chat.Protocol;

namespace Chat.Client.Connection;

/// <summary>Why a link is over for good.</summary>
/// <param name="Code">What the program should exit with.</param>
/// <param name="Message">Why, in our words, with names and texts of the server in it: clean it before it is shown. Empty when we wanted it.</param>
internal sealed record LinkEnd(ExitCode Code, string Message)
{
    public static LinkEnd Wanted { get; } = new(ExitCode.Done, "");

    /// <summary>What to exit with when a first connection ends with that error code.</summary>
    public static ExitCode CodeAtFirst(string code) => code switch
    {
        ClientCodes.Broken or ErrorCodes.Malformed or ErrorCodes.FrameTooLarge or ErrorCodes.EmptyFrame => ExitCode.Protocol,
        ErrorCodes.RateLimited or ErrorCodes.TooManyConnections or ErrorCodes.ServerFull or ErrorCodes.ShuttingDown
            or ErrorCodes.Unavailable or ErrorCodes.StorageFull or ErrorCodes.Internal => ExitCode.TryAgain,
        _ => ExitCode.Unavailable,
    };
}
