using System.Globalization;
using System.Text;

namespace Chat.Client.Store;

/// <summary>The nick that an identity had last on each server, so that nobody has to name it again: a text file with a line <c>host:port nick</c> for each.</summary>
internal sealed class LastNicks(DataFolder folder, TimeProvider time)
{
    public const string FileName = "nicks";

    private const string LockName = "nicks.lock";

    /// <summary>The nick; null when none is remembered.</summary>
    /// <exception cref="StoreException">The file cannot be read, or others can get at it.</exception>
    public string? Find(string address) =>
        Lines().FirstOrDefault(line => line.Address.Equals(address, StringComparison.OrdinalIgnoreCase)).Nick;

    /// <summary>Remembers the nick.</summary>
    /// <exception cref="StoreException">It cannot be written.</exception>
    public async Task RememberAsync(string address, string nick, CancellationToken cancellationToken)
    {
        if (Find(address) == nick)
        {
            return;
        }

        using var exclusive = await folder.LockAsync(LockName, time, cancellationToken);
        var text = new StringBuilder();
        foreach (var line in Lines().Where(line => !line.Address.Equals(address, StringComparison.OrdinalIgnoreCase)).Append((Address: address, Nick: nick)))
        {
            text.Append(CultureInfo.InvariantCulture, $"{line.Address} {line.Nick}\n");
        }

        folder.Write(FileName, text.ToString());
    }

    private IEnumerable<(string Address, string Nick)> Lines() =>
        from line in (folder.Read(FileName) ?? "").Split('\n')
        let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        where fields.Length == 2
        select (fields[0], fields[1]);
}
