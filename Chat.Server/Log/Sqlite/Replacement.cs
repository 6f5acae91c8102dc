namespace Chat.Server.Log.Sqlite;

/// <summary>
/// Puts a finished database in the place of the one that is there. Whenever it is interrupted, one of the two is in place, whole, and what was there is still
/// there under one name or another.
/// </summary>
internal static class Replacement
{
    /// <summary>Does it. The store's lock is held, and nobody has either file open.</summary>
    /// <param name="finished">The new one, closed, synced, in the same folder, with nothing beside it.</param>
    /// <param name="path">The place.</param>
    /// <param name="aside">Where the present one goes, with what stands beside it.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="IOException">The disk refuses; nothing has been lost.</exception>
    public static bool Make(string finished, string path, string aside)
    {
        var folder = Path.GetDirectoryName(path)!;
        var hasPresent = File.Exists(path);
        if (hasPresent && IsWhole(path))
        {
            Database.TryFold(path);
        }

        // What stays beside a damaged one belongs to it: read with the new one, it would destroy that.
        var beside = StoreFiles.Beside(path).Where(File.Exists).ToArray();
        foreach (var file in beside.Where(file => !file.EndsWith("-shm", StringComparison.Ordinal) && new FileInfo(file).Length > 0))
        {
            var copy = aside + file[path.Length..];
            File.Copy(file, copy);
            Disk.Sync(copy);
        }

        Disk.SyncFolder(folder);
        foreach (var file in beside)
        {
            File.Delete(file);
        }

        if (hasPresent)
        {
            // A second name for the present one, then the new one over the first: there is always one in place.
            File.Replace(finished, path, aside, ignoreMetadataErrors: true);
        }
        else
        {
            File.Move(finished, path);
        }

        Disk.SyncFolder(folder);
        return hasPresent || beside.Length > 0;
    }

    /// <summary>Opening a destroyed one would remove what stands beside it, which may be all that is left.</summary>
    private static bool IsWhole(string path)
    {
        try
        {
            DatabaseFile.Check(path);
            return true;
        }
        catch (StoreException)
        {
            return false;
        }
    }
}
