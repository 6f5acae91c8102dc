using System.Runtime.InteropServices;

namespace Chat.Server.Hosting;

/// <summary>
/// The number of files and sockets that the process may have open. A process starts with the soft limit, often 1,024, and may raise it up to the hard one. The
/// runtime does that by itself, but not in a native binary.
/// </summary>
internal static class OpenFiles
{
    /// <summary>Raises the limit where it is lower than wanted.</summary>
    /// <param name="wanted">How many files are to be open at a time.</param>
    /// <returns>The limit now in force; null where the system has none, or does not tell.</returns>
    public static long? Allow(long wanted)
    {
        if (!Environment.Is64BitProcess || !(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()))
        {
            return null;
        }

        try
        {
            return Allow((ulong)wanted) is var soft && soft < long.MaxValue ? (long)soft : null;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            // A C library by another name: the limit stays as it is.
            return null;
        }
    }

    private static ulong Allow(ulong wanted)
    {
        // RLIMIT_NOFILE
        var resource = OperatingSystem.IsLinux() ? 7 : 8;
        if (GetLimit(resource, out var limit) != 0)
        {
            return ulong.MaxValue;
        }

        if (limit.Soft < wanted && limit.Soft < limit.Hard)
        {
            var raised = new Limits(Math.Min(wanted, limit.Hard), limit.Hard);
            limit = SetLimit(resource, in raised) == 0 ? raised : limit;
        }

        return limit.Soft;
    }

    /// <summary>getrlimit(2)</summary>
    [DllImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetLimit(int resource, out Limits limits);

    /// <summary>setrlimit(2)</summary>
    [DllImport("libc", EntryPoint = "setrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetLimit(int resource, in Limits limits);

    /// <summary>struct rlimit of a 64-bit system.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limits(ulong Soft, ulong Hard);
}
