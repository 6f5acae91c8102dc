using System.Text;
using System.Threading.Channels;
using Chat.Client.Store;

namespace Chat.Client.Plain.Editing;

/// <summary>
/// The lines typed, over restarts: a text file with one a line, the newest last, line feeds and backslashes in them escaped. Several
/// clients add to it at once, each under the lock of the file, and see each other's lines when they start.
/// </summary>
internal sealed class HistoryFile(DataFolder folder, TimeProvider time)
{
    public const string FileName = "input_history";

    private const string LockName = "input_history.lock";

    /// <summary>Lines that wait for the disk; a person does not type more.</summary>
    private const int MaxWaiting = 100;

    /// <summary>Chars of the lines kept, all together.</summary>
    private const int MaxChars = 256 * 1024;

    private readonly Channel<string> _lines = Channel.CreateBounded<string>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>The lines of earlier runs, the newest last.</summary>
    /// <exception cref="StoreException">The file cannot be read, or others can get at it.</exception>
    public IReadOnlyList<string> Read() => [.. Newest(folder.Read(FileName) ?? "").Select(Unescaped).Where(static line => line.Length > 0)];

    /// <summary>Takes a line, to be written by <see cref="RunAsync"/>. Safe from any thread.</summary>
    public void Add(string line) => _lines.Writer.TryWrite(line);

    /// <summary>No more lines will come.</summary>
    public void Complete() => _lines.Writer.TryComplete();

    /// <summary>Writes what is added until no more will come.</summary>
    /// <param name="failed">Told the first time that a line could not be written; nothing is written after that.</param>
    public async Task RunAsync(Action<StoreException> failed)
    {
        var works = true;
        await foreach (var line in _lines.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                if (works)
                {
                    await AppendAsync(line, CancellationToken.None);
                }
            }
            catch (StoreException exception)
            {
                works = false;
                failed(exception);
            }
        }
    }

    /// <summary>Writes a line at the end, and forgets the oldest when the file has grown to twice its size.</summary>
    /// <exception cref="StoreException">It cannot be written.</exception>
    public async Task AppendAsync(string line, CancellationToken cancellationToken)
    {
        using var exclusive = await folder.LockAsync(LockName, time, cancellationToken);
        var text = folder.Read(FileName) ?? "";

        // A line that a crash has cut off is not continued by the next.
        var escaped = text.Length > 0 && text[^1] != '\n' ? $"\n{Escaped(line)}\n" : $"{Escaped(line)}\n";
        if (text.AsSpan().Count('\n') < 2 * InputHistory.MaxEntries && text.Length + escaped.Length < 2 * MaxChars)
        {
            folder.Append(FileName, escaped);
        }
        else
        {
            folder.Write(FileName, string.Concat(Newest(text + escaped).Select(static kept => $"{kept}\n")));
        }
    }

    private static string Escaped(string line) =>
        line.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Unescaped(string line)
    {
        if (!line.Contains('\\', StringComparison.Ordinal))
        {
            return line;
        }

        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            var escaped = line[i] == '\\' && i + 1 < line.Length;
            text.Append(!escaped ? line[i] : line[++i] == 'n' ? '\n' : line[i]);
        }

        return text.ToString();
    }

    private static List<string> Newest(string text)
    {
        var newest = new List<string>();
        var chars = 0;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            chars += line.Length;
            if (newest.Count == InputHistory.MaxEntries || (chars > MaxChars && newest.Count > 0))
            {
                break;
            }

            newest.Add(line);
        }

        newest.Reverse();
        return newest;
    }
}
