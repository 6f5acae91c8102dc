namespace Chat.Client.Store;

/// <summary>The folder that the client keeps its things in: for its owner only (0700, files 0600), refused when others can get in.</summary>
internal sealed class DataFolder
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private DataFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>The path of a file in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Where the platform wants it: <c>$XDG_DATA_HOME/chat</c>, or the like.</summary>
    /// <exception cref="StoreException">There is no such place.</exception>
    public static string DefaultPath()
    {
        var xdg = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        var root = xdg is { Length: > 0 } && System.IO.Path.IsPathRooted(xdg)
            ? xdg
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return root.Length > 0
            ? System.IO.Path.Combine(root, "chat")
            : throw new StoreException("There is no home folder to keep data in. Name one with --data DIR.");
    }

    /// <summary>Opens the folder that a person named, and makes it when it is not there.</summary>
    /// <exception cref="StoreException">It cannot be made, or others can get in.</exception>
    public static DataFolder Open(string path) => Open(path, FolderAdvice.Of);

    /// <summary>Opens a folder below it, and makes it when it is not there.</summary>
    /// <exception cref="StoreException">It cannot be made, or others can get in.</exception>
    public DataFolder Below(string name) => Open(this[name], static (path, _) => CloseIt(path, "700"));

    /// <summary>Reads a file of it; null when it is not there.</summary>
    /// <exception cref="StoreException">It cannot be read, or others can get at it.</exception>
    public string? Read(string name)
    {
        var path = this[name];
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            if (!OperatingSystem.IsWindows())
            {
                Refuse(path, "file", static (file, _) => CloseIt(file, "600"));
            }

            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Makes sure that a file of it, which is there, is for its owner only.</summary>
    /// <exception cref="StoreException">Others can get at it.</exception>
    public void RefuseOthers(string name)
    {
        if (!OperatingSystem.IsWindows())
        {
            Refuse(this[name], "file", static (file, _) => CloseIt(file, "600"));
        }
    }

    /// <summary>Replaces a file of it in one step: whoever reads it sees the old text or the new one, whole, even after a crash.</summary>
    /// <exception cref="StoreException">It cannot be written.</exception>
    public void Write(string name, string text)
    {
        var path = this[name];
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = new FileStream(temporary, Private(FileMode.CreateNew, FileShare.None)))
            {
                file.Write(System.Text.Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            throw new StoreException($"{path} cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>Adds text to the end of a file of it; whoever else may write it is kept out by a lock.</summary>
    /// <exception cref="StoreException">It cannot be written.</exception>
    public void Append(string name, string text)
    {
        var path = this[name];
        try
        {
            using var file = new FileStream(path, Private(FileMode.OpenOrCreate, FileShare.ReadWrite | FileShare.Delete));
            file.Seek(0, SeekOrigin.End);
            file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path} cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>Keeps other clients from changing what the named lock stands for; to be disposed.</summary>
    /// <exception cref="StoreException">Another has kept it for ten seconds.</exception>
    public async Task<IDisposable> LockAsync(string name, TimeProvider time, CancellationToken cancellationToken)
    {
        var path = this[name];
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, Private(FileMode.OpenOrCreate, FileShare.None));
            }
            catch (IOException exception) when (time.GetElapsedTime(start) >= TimeSpan.FromSeconds(10))
            {
                throw new StoreException($"{path} is held by another program: {exception.Message}", exception);
            }
            catch (IOException)
            {
                // Another client has it for a moment.
                await Task.Delay(TimeSpan.FromMilliseconds(10), time, cancellationToken);
            }
            catch (UnauthorizedAccessException exception)
            {
                throw new StoreException($"{path} cannot be written: {exception.Message}", exception);
            }
        }
    }

    /// <summary>A path as it is typed in a shell.</summary>
    public static string Quote(string path) =>
        path.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('/' or '.' or '-' or '_')) ? $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'" : path;

    private static FileStreamOptions Private(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static DataFolder Open(string path, Func<string, UnixFileMode, string> advice)
    {
        try
        {
            path = System.IO.Path.GetFullPath(path);
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                Refuse(path, "folder", advice);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StoreException($"The data folder {path} cannot be used: {exception.Message}", exception);
        }

        return new DataFolder(path);
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void Refuse(string path, string what, Func<string, UnixFileMode, string> advice)
    {
        if (File.GetUnixFileMode(path) is var mode && (mode & Others) != 0)
        {
            throw new StoreException($"Others can get at the {what} {path}{advice(path, mode)}");
        }
    }

    private static string CloseIt(string path, string mode) => $". Close it with: chmod {mode} {Quote(path)}";
}
