namespace Chat.Client.Connection;

/// <summary>Why a link is over for good.</summary>
/// <param name="Code">What the program should exit with.</param>
/// <param name="Message">Why, in our words, with names and texts of the server in it: clean it before it is shown. Empty when we wanted it.</param>
internal sealed record LinkEnd(ExitCode Code, string Message)
{
    public static LinkEnd Wanted { get; } = new(ExitCode.Done, "");
}
