namespace Chat.Server.Log.Sqlite;

/// <summary>Keeps a second server, or a command that writes, away from a data folder. The system lets go of it when the process ends, however it ends.</summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _file;

    private StoreLock(FileStream file)
    {
        _file = file;
    }

    /// <summary>Takes the lock.</summary>
    /// <exception cref="StoreException">Somebody else has it, or the folder cannot be written.</exception>
    public static StoreLock Take(StoreFiles files) => Take(files.Folder, files.Lock);

    /// <summary>Takes the lock that a file is.</summary>
    /// <exception cref="StoreException">Somebody else has it, or the folder cannot be written.</exception>
    public static StoreLock Take(string folder, string file)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            return new StoreLock(new FileStream(file, options));
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new StoreException($"{folder} cannot be written by this user", denied);
        }
        catch (IOException taken) when (IsTaken(taken))
        {
            throw new StoreException($"{folder} is in use by another chatd; stop that one, or give this one another folder", taken) { IsInUse = true };
        }
        catch (IOException failed)
        {
            throw new StoreException($"{folder} cannot be used: {failed.Message}", failed);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Whether it is the lock that stands against it: EWOULDBLOCK of Linux and of macOS, a sharing violation of Windows.</summary>
    private static bool IsTaken(IOException error) => error.HResult is 11 or 35 or unchecked((int)0x80070020);
}
