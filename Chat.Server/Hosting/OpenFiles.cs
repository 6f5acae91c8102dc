using System.Globalization;

namespace Chat.Server.Hosting;

/// <summary>Knows how many files and sockets the process may have open.</summary>
internal static class OpenFiles
{
    private const string Limits = "/proc/self/limits";
    private const string Line = "Max open files";

    /// <summary>The limit in force; the runtime has raised it to the hard one at start.</summary>
    /// <returns>Null where there is none, or where the system does not tell (all but Linux).</returns>
    public static long? Limit() => File.Exists(Limits) ? Parse(File.ReadLines(Limits)) : null;

    /// <summary>Reads the soft limit out of the lines of /proc/self/limits.</summary>
    /// <param name="lines">The file.</param>
    /// <returns>Null for "unlimited".</returns>
    internal static long? Parse(IEnumerable<string> lines)
    {
        var line = lines.FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal));
        var soft = line?[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
    }
}
