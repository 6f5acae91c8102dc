namespace Chat.Server.Hosting;

/// <summary>The streams of the process, for commands that read or write bytes.</summary>
/// <param name="OpenInput">Opens standard input.</param>
/// <param name="OpenOutput">Opens standard output.</param>
/// <param name="IsErrorTerminal">Whether standard error is a terminal.</param>
internal sealed record StandardStreams(Func<Stream> OpenInput, Func<Stream> OpenOutput, bool IsErrorTerminal)
{
    public static StandardStreams OfConsole() => new(Console.OpenStandardInput, Console.OpenStandardOutput, !Console.IsErrorRedirected);
}
