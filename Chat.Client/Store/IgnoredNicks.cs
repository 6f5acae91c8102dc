using System.Collections.Immutable;
using Chat.Client.State;
using Chat.Protocol.Names;

namespace Chat.Client.Store;

/// <summary>
/// Whose words are not shown, kept over restarts: a text file with a line for each, <c>host:port nick</c>, that a person can read and
/// mend. A nick means somebody else on another server. Several clients may use it at once.
/// </summary>
/// <param name="folder">The folder that the file is in.</param>
/// <param name="server">The server, as <see cref="Connection.ServerAddress.Key"/>.</param>
/// <param name="time">The clock.</param>
internal sealed class IgnoredNicks(DataFolder folder, string server, TimeProvider time)
{
    public const string FileName = "ignored";

    private const string LockName = "ignored.lock";
    private const string Head = "# Whom chat does not show: server, nick.\n";

    /// <summary>Those of this server. Lines that make no sense are passed over.</summary>
    /// <exception cref="StoreException">The file cannot be read, or others can get at it.</exception>
    public IgnoreList Read() => new([.. Lines().Select(NickOf).OfType<Nick>().Take(IgnoreList.MaxNicks)]);

    /// <summary>Adds a nick, or takes it out; other lines stay as they are.</summary>
    /// <exception cref="StoreException">It cannot be written.</exception>
    public async Task KeepAsync(Nick nick, bool on)
    {
        using var exclusive = await folder.LockAsync(LockName, time, CancellationToken.None);
        var lines = Lines().Where(line => NickOf(line) is not { } present || !present.Matches(nick)).ToList();
        if (on)
        {
            lines.Add($"{server} {nick.Text}");
        }

        var text = string.Concat(lines.Select(static line => $"{line}\n"));
        folder.Write(FileName, text.StartsWith('#') ? text : Head + text);
    }

    private ImmutableArray<string> Lines() => [.. (folder.Read(FileName) ?? "").Split('\n').Select(static line => line.TrimEnd('\r')).Where(static line => line.Length > 0)];

    private Nick? NickOf(string line)
    {
        var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return fields.Length >= 2 && string.Equals(fields[0], server, StringComparison.OrdinalIgnoreCase) && Nick.TryParse(fields[1], out var nick)
            ? nick
            : null;
    }
}
