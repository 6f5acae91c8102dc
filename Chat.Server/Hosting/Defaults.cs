using System.Text;
using Chat.Server.Diagnostics;

namespace Chat.Server.Hosting;

/// <summary>The defaults that depend on the machine; all others are those of <see cref="ServerOptions"/>.</summary>
internal static class Defaults
{
    private const string FolderName = "chatd";

    /// <summary>The options of a server that was told nothing.</summary>
    /// <param name="environment">Gives an environment variable's value, or null.</param>
    /// <returns>Options whose data folder need not exist.</returns>
    public static ServerOptions Options(Func<string, string?> environment) => new()
    {
        DataDirectory = DataDirectory(environment),
        Name = Name(Environment.MachineName),
    };

    /// <summary>A machine's name as a server's: what cannot be shown is left out, what is too long cut off.</summary>
    /// <param name="machine">The machine's name.</param>
    /// <returns>A valid name; "chat" when nothing is left.</returns>
    public static string Name(string machine)
    {
        var name = new StringBuilder();
        var bytes = 0;
        foreach (var rune in machine.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || Escape.IndexOfUnsafe(rune.ToString()) >= 0)
            {
                continue;
            }

            bytes += rune.Utf8SequenceLength;
            if (bytes > ServerOptions.MaxName)
            {
                break;
            }

            name.Append(rune.ToString());
        }

        var trimmed = name.ToString().Trim();
        return trimmed.Length == 0 ? "chat" : trimmed;
    }

    /// <summary>
    /// $XDG_DATA_HOME/chatd where that is set; else the platform's place for a program's data: ~/.local/share, ~/Library/Application Support or %LOCALAPPDATA%.
    /// Below the current folder for a user without a home.
    /// </summary>
    private static string DataDirectory(Func<string, string?> environment)
    {
        // The XDG specification has relative paths ignored.
        if (!OperatingSystem.IsWindows() && environment("XDG_DATA_HOME") is { } xdg && Path.IsPathRooted(xdg))
        {
            return Path.Combine(xdg, FolderName);
        }

        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.GetFullPath(Path.Combine(data, FolderName));
    }
}
