namespace Chat.Client.Store;

/// <summary>
/// Tells other programs of the same identity that this one lives: a file that it holds locked. The system lets go of the lock when the
/// program ends, however it ends.
/// </summary>
internal sealed class ProcessLife : IDisposable
{
    private const string Prefix = "chat.db-";
    private const string Suffix = ".alive";

    private readonly FileStream _file;

    private ProcessLife(Guid id, FileStream file)
    {
        Id = id;
        _file = file;
    }

    /// <summary>Under what this program is known in the database. No other one ever has it.</summary>
    public Guid Id { get; }

    /// <exception cref="IOException">The file cannot be made.</exception>
    public static ProcessLife Begin(DataFolder folder, Guid id)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new ProcessLife(id, new FileStream(PathOf(folder, id), options));
    }

    /// <summary>Whether a program still runs. One that does not leaves no file.</summary>
    public static bool IsAlive(DataFolder folder, Guid id) => IsHeld(PathOf(folder, id));

    /// <summary>Whether any program but one still runs. Files of those that do not are removed.</summary>
    public static bool IsAnyAlive(DataFolder folder, Guid but)
    {
        var own = PathOf(folder, but);
        return Directory.EnumerateFiles(folder.Path, $"{Prefix}*{Suffix}").Where(path => path != own).ToArray().Where(IsHeld).ToArray().Length > 0;
    }

    public void Dispose()
    {
        var path = _file.Name;
        _file.Dispose();
        File.Delete(path);
    }

    private static bool IsHeld(string path)
    {
        try
        {
            using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
                // Nobody holds it.
            }

            File.Delete(path);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static string PathOf(DataFolder folder, Guid id) => folder[$"{Prefix}{id:N}{Suffix}"];
}
