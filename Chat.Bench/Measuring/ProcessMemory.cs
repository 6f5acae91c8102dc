using System.Globalization;

namespace Chat.Bench.Measuring;

/// <summary>Memory of a process, in bytes. What the kernel holds for its sockets is not in it.</summary>
/// <param name="Resident">All of its pages that are in memory (RSS).</param>
/// <param name="Share">The same, with pages that it shares counted by parts (PSS).</param>
internal readonly record struct ProcessMemory(long Resident, long Share)
{
    /// <summary>Of another process; nothing without one, or when it is gone.</summary>
    public static ProcessMemory Of(int? pid)
    {
        try
        {
            return pid is null ? default : Parse(File.ReadLines($"/proc/{pid}/smaps_rollup"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    /// <summary>Reads the lines of /proc/PID/smaps_rollup (proc(5)).</summary>
    public static ProcessMemory Parse(IEnumerable<string> lines)
    {
        var (resident, share) = (0L, 0L);
        foreach (var line in lines)
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (fields)
            {
                case ["Rss:", var kilobytes, "kB"]:
                    resident = long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024;
                    break;
                case ["Pss:", var kilobytes, "kB"]:
                    share = long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024;
                    break;
            }
        }

        return new ProcessMemory(resident, share);
    }
}
