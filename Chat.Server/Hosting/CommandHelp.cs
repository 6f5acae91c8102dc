using System.Text;

namespace Chat.Server.Hosting;

/// <summary>What <c>chatd COMMAND --help</c> shows: enough to use it without another page.</summary>
internal static class CommandHelp
{
    private const string Shared = """
          --data DIR
              The server's data folder. Default and CHAT_DATA as for the server: chatd --help.
          --config FILE
              The server's settings file, which may name that folder. Environment: CHAT_CONFIG.
          -h, --help
        """;

    /// <summary>The whole help of one command.</summary>
    /// <returns>Lines of at most 96 characters, with a line end after the last.</returns>
    public static string Compose(AdminCommand command)
    {
        var text = new StringBuilder()
            .AppendLine($"chatd {command.Name}: {command.Summary}.")
            .AppendLine()
            .AppendLine($"Usage: chatd {command.Name}{command.Usage} [options]")
            .AppendLine()
            .AppendLine(command.Help)
            .AppendLine()
            .AppendLine("Examples:");
        foreach (var (line, meaning) in command.Examples)
        {
            text.AppendLine($"  {line}").AppendLine($"      {meaning}");
        }

        text.AppendLine().AppendLine("Options:");
        foreach (var option in command.Options)
        {
            text.AppendLine($"  {option.Flag}{(option.Placeholder is { } value ? " " + value : string.Empty)}");
            HelpText.Wrap(text, option.Help);
        }

        return text.AppendLine(Shared).ToString();
    }
}
