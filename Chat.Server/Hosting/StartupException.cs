namespace Chat.Server.Hosting;

/// <summary>
/// The server cannot start, and an operator can change that. Its message is shown as it is, without a stack trace, and names the
/// option at fault; the process ends with <see cref="ExitCode.Configuration"/>.
/// </summary>
internal sealed class StartupException : Exception
{
    /// <summary>Says what hinders the start.</summary>
    /// <param name="message">One line for the operator, without a full stop, that begins with the option: <c>--port: 2428 is in use on 0.0.0.0</c>.</param>
    /// <param name="cause">What was thrown, for a debugger; never printed.</param>
    public StartupException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
