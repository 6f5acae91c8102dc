using System.Globalization;
using System.Text;
using Chat.Protocol;

namespace Chat.Client.Store;

/// <summary>
/// The servers that were met before, and their keys: a text file with a line for each, <c>host:port SHA256:… day</c>, that a person can read
/// and mend. Several clients may use it at once.
/// </summary>
internal sealed class KnownServers(DataFolder folder, TimeProvider time)
{
    public const string FileName = "known_servers";

    private const string LockName = "known_servers.lock";
    private const string Head = "# Servers met by chat: address, key, day. A line that is removed is forgotten.\n";

    /// <summary>Where they are kept.</summary>
    public string Path => folder[FileName];

    /// <summary>The server of that address; null when it was not met.</summary>
    /// <exception cref="StoreException">The file cannot be read, others can get at it, or the line makes no sense.</exception>
    public KnownServer? Find(string address)
    {
        var lines = (folder.Read(FileName) ?? "").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var fields = lines[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 0 || !string.Equals(fields[0], address, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            return fields.Length >= 2 && ServerKey.TryParse(fields[1], out var hash)
                ? new KnownServer(ServerKey.Fingerprint(hash), fields.Length > 2 ? fields[2] : "", i + 1)
                : throw new StoreException($"Line {i + 1} of {Path} makes no sense. Mend or remove it.");
        }

        return null;
    }

    /// <summary>Remembers a server, unless another client was quicker.</summary>
    /// <returns>What is remembered of it now: the other client may have met another key.</returns>
    /// <exception cref="StoreException">It cannot be written.</exception>
    public async Task<KnownServer> AddAsync(string address, string fingerprint, CancellationToken cancellationToken)
    {
        using var exclusive = await folder.LockAsync(LockName, time, cancellationToken);
        if (Find(address) is { } known)
        {
            return known;
        }

        var text = new StringBuilder(folder.Read(FileName) ?? Head);
        if (text.Length > 0 && text[^1] != '\n')
        {
            text.Append('\n');
        }

        text.Append(CultureInfo.InvariantCulture, $"{address} {fingerprint} {time.GetUtcNow():yyyy-MM-dd}\n");
        folder.Write(FileName, text.ToString());
        return Find(address) ?? throw new StoreException($"{Path} does not hold what was written to it.");
    }
}
