using Chat.Server.Log.Sqlite;

namespace Chat.Server.Administration;

/// <summary>
/// A file that is there when it is complete and not before: it is made under a name beside, and renamed. Disposing of it without <see cref="Complete"/> leaves
/// nothing.
/// </summary>
internal sealed class NewFile : IDisposable
{
    private readonly string _path;
    private readonly bool _replaces;

    private NewFile(string path, string temporary, bool replaces)
    {
        _path = path;
        Temporary = temporary;
        _replaces = replaces;
    }

    /// <summary>The name to make it under. There is no file of that name, and none but its own stand beside it.</summary>
    public string Temporary { get; }

    /// <summary>Begins one.</summary>
    /// <param name="path">Where it is to be.</param>
    /// <param name="replaces">Whether it may take the place of another file.</param>
    /// <param name="files">The store, whose own files it may never replace.</param>
    /// <param name="id">A number that makes the other name one that nobody else has.</param>
    /// <exception cref="CommandException">It cannot be there.</exception>
    public static NewFile Begin(string path, bool replaces, StoreFiles files, Guid id)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full);
        if (Directory.Exists(full) || folder is null)
        {
            throw new CommandException($"{full} is a folder; name a file in it");
        }

        if (!Directory.Exists(folder))
        {
            throw new CommandException($"there is no folder {folder}; make it first");
        }

        if (IsOf(files, full))
        {
            throw new CommandException($"{full} is a file of the server itself; choose another name");
        }

        return !replaces && File.Exists(full)
            ? throw new CommandException($"{full} exists; choose another name, or give --force to replace it")
            : new NewFile(full, $"{full}.part-{id.ToString("N")[..8]}", replaces);
    }

    /// <summary>Puts the file, which is closed and synced, in its place.</summary>
    /// <exception cref="CommandException">Somebody else has put one there meanwhile.</exception>
    public void Complete()
    {
        try
        {
            File.Move(Temporary, _path, _replaces);
        }
        catch (IOException) when (!_replaces && File.Exists(_path))
        {
            throw new CommandException($"{_path} exists by now; choose another name, or give --force to replace it");
        }

        Disk.SyncFolder(Path.GetDirectoryName(_path)!);
    }

    public void Dispose()
    {
        foreach (var file in StoreFiles.Beside(Temporary).Append(Temporary))
        {
            File.Delete(file);
        }
    }

    private static bool IsOf(StoreFiles files, string path) =>
        StoreFiles.Beside(files.Database).Concat(StoreFiles.Beside(files.Index)).Concat([files.Database, files.Index, files.Lock]).Contains(path, StringComparer.Ordinal);
}
