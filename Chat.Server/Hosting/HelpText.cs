using System.Text;

namespace Chat.Server.Hosting;

/// <summary>What <c>--help</c> shows: enough to run a server without another page.</summary>
internal static class HelpText
{
    private const int Width = 88;
    private const string Indent = "      ";

    private const string Head = """
        chatd: a chat server for the machines on your network.

        Usage: chatd [options]             run the server
               chatd COMMAND [options]     look after what it keeps

        Without options it listens on port 2428 of all interfaces, encrypts with a key that it makes
        at its first start, and prints how to join. It stays in the foreground; Ctrl+C or SIGTERM
        ends it in good order within 10 seconds, the same again ends it at once.

        Examples:
          chatd                                  a server for the whole network
          chatd --listen 127.0.0.1 --port 0      one to try things out, for this machine alone
          chatd --name "Third floor" --motd welcome.txt
          chatd --certificate fullchain.pem --certificate-key privkey.pem
          chatd --config /etc/chatd.json --check validate the settings, show them, do not start
          CHAT_RATE_LIMIT=off chatd              a setting from the environment

        Every setting can be given as a flag, as an environment variable, or in a JSON file as a
        key without the dashes, { "port": 2428, "listen": ["10.0.0.5", "fd00::5"] }. Flags come
        before the environment, that before the file.

        """;

    private const string Tail = """
        Other options:
          --config FILE
              Settings file, JSON; comments are allowed, unknown keys are not. Relative paths in it
              are relative to its folder.
              Default: none. Environment: CHAT_CONFIG.
          --check
              Validates settings and files, prints each setting with where it comes from, and ends
              with 0 or 78. Changes nothing and does not listen.
          -h, --help
          -V, --version

        Exit codes:
          0   stopped as asked, or done      64  the command line cannot be understood
          65  what was given is damaged      70  could not go on
          75  a running server did not answer a command; try again
          78  a setting, a file or an address cannot be used
          130 a command was interrupted and has changed nothing

        Standard output has the addresses and the key's fingerprint; log and errors go to
        standard error.
        """;

    /// <summary>The whole help.</summary>
    /// <returns>Lines of at most 96 characters, with a line end after the last.</returns>
    public static string Compose()
    {
        var text = new StringBuilder().AppendLine(Head).AppendLine("Commands, each with --help of its own:");
        foreach (var command in AdminCommands.All)
        {
            text.AppendLine($"  {$"{command.Name} {command.Operand}",-29}{command.Summary}");
        }

        text.AppendLine().AppendLine("Settings:");
        foreach (var setting in Settings.All)
        {
            text.Append("  ").Append(setting.Flag).Append(' ').AppendLine(setting.Placeholder);
            Wrap(text, setting.Help);
            Wrap(text, $"Default: {setting.Default}. Environment: {setting.Variable}{(setting.IsList ? ", separated by commas" : string.Empty)}.");
        }

        return text.AppendLine().AppendLine(Tail).ToString();
    }

    /// <summary>Appends a paragraph, indented and wrapped.</summary>
    public static void Wrap(StringBuilder text, string paragraph)
    {
        var column = 0;
        foreach (var word in paragraph.Split(' '))
        {
            if (column > 0 && column + 1 + word.Length > Width - Indent.Length)
            {
                text.AppendLine();
                column = 0;
            }

            text.Append(column == 0 ? Indent : " ").Append(word);
            column += word.Length + (column == 0 ? 0 : 1);
        }

        text.AppendLine();
    }
}
