using System.Runtime.InteropServices;

namespace Chat.Server.Log.Sqlite;

/// <summary>Makes sure that files, and the names they have been given, are on the disk.</summary>
internal static class Disk
{
    /// <summary>Waits until all of a file is on the disk.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static void Sync(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Waits until the names in a folder are on the disk, where the system has a way to ask for it.</summary>
    public static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            var opened = Open(folder, 0);
            if (opened >= 0)
            {
                _ = Sync(opened);
                _ = Close(opened);
            }
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            // A C library by another name: the system writes it down in its own time.
        }
    }

    /// <summary>open(2)</summary>
    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    /// <summary>fsync(2)</summary>
    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int descriptor);

    /// <summary>close(2)</summary>
    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
