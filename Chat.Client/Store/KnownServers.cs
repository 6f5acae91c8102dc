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

    /// <summary>The folder where that file is.</summary>
    public string FolderPath => folder.Path;

    /// <summary>The server of that address; null when it was not met.</summary>
    /// <exception cref="StoreException">The file cannot be read, others can get at it, or the line makes no sense.</exception>
    public KnownServer? Find(string address)
    {
        var lines = ReadLines();
        var index = Array.FindIndex(lines, line => IsOf(line, address));
        return index < 0 ? null : Parse(lines[index], index);
    }

    /// <summary>All of them, in the order in which they were met.</summary>
    /// <exception cref="StoreException">The file cannot be read, others can get at it, or a line makes no sense.</exception>
    public IReadOnlyList<KnownServer> All() =>
        [.. ReadLines().Select((line, index) => AddressOf(line) is null ? null : Parse(line, index)).OfType<KnownServer>()];

    /// <summary>Remembers a server, unless another client was quicker.</summary>
    /// <returns>What is remembered of it now: the other client may have met another key.</returns>
    /// <exception cref="StoreException">It cannot be written.</exception>
    public Task<KnownServer> AddAsync(string address, string fingerprint, CancellationToken cancellationToken) =>
        ChangeAsync(address, null, fingerprint, cancellationToken);

    /// <summary>Puts another key in the place of the one that is known, unless another client has changed it meanwhile.</summary>
    /// <param name="address">The server.</param>
    /// <param name="before">The fingerprint that is known.</param>
    /// <param name="after">The one that takes its place.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What is remembered of it now.</returns>
    /// <exception cref="StoreException">It cannot be written.</exception>
    public Task<KnownServer> ReplaceAsync(string address, string before, string after, CancellationToken cancellationToken) =>
        ChangeAsync(address, before, after, cancellationToken);

    /// <summary>Forgets a server.</summary>
    /// <returns>False when it was not known.</returns>
    /// <exception cref="StoreException">It cannot be written.</exception>
    public async Task<bool> ForgetAsync(string address, CancellationToken cancellationToken)
    {
        using var exclusive = await folder.LockAsync(LockName, time, cancellationToken);
        var lines = ReadLines();
        var kept = lines.Where(line => !IsOf(line, address)).ToArray();
        if (kept.Length == lines.Length)
        {
            return false;
        }

        folder.Write(FileName, string.Join('\n', kept));
        return true;
    }

    private async Task<KnownServer> ChangeAsync(string address, string? before, string after, CancellationToken cancellationToken)
    {
        using var exclusive = await folder.LockAsync(LockName, time, cancellationToken);
        var known = Find(address);
        if (known?.Fingerprint != before)
        {
            return known ?? throw new StoreException($"{address} was taken out of {Path} meanwhile. Try again.");
        }

        var line = string.Create(CultureInfo.InvariantCulture, $"{address} {after} {time.GetUtcNow():yyyy-MM-dd}");
        if (known is null)
        {
            var text = new StringBuilder(folder.Read(FileName) ?? Head);
            text.Append(text.Length > 0 && text[^1] != '\n' ? "\n" : "").Append(line).Append('\n');
            folder.Write(FileName, text.ToString());
        }
        else
        {
            var lines = ReadLines();
            lines[Array.FindIndex(lines, old => IsOf(old, address))] = line;
            folder.Write(FileName, string.Join('\n', lines));
        }

        return Find(address) ?? throw new StoreException($"{Path} does not hold what was written to it.");
    }

    private string[] ReadLines() => (folder.Read(FileName) ?? "").Split('\n');

    private KnownServer Parse(string line, int index) =>
        Fields(line) is [var address, var key, .. var rest] && ServerKey.TryParse(key, out var hash)
            ? new KnownServer(address, ServerKey.Fingerprint(hash), rest is [var day, ..] ? day : "")
            : throw new StoreException($"Line {index + 1} of {Path} makes no sense. Mend or remove it.");

    private static bool IsOf(string line, string address) => string.Equals(AddressOf(line), address, StringComparison.OrdinalIgnoreCase);

    private static string? AddressOf(string line) => Fields(line) is [var address, ..] && address[0] != '#' ? address : null;

    private static string[] Fields(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
