using System.Globalization;

namespace Chat.Bench.Measuring;

/// <summary>What the system tells of another process at a moment. Linux only.</summary>
/// <param name="Cpu">Processor time so far.</param>
/// <param name="Memory">Bytes that it has in memory.</param>
internal readonly record struct ServerFigures(TimeSpan Cpu, long Memory)
{
    private const long Kilobyte = 1024;

    /// <summary>Reads them; null when there is no such process, or no such files.</summary>
    public static ServerFigures? Read(int? process)
    {
        try
        {
            return process is null ? null : Parse(File.ReadAllText($"/proc/{process}/stat"), File.ReadAllLines($"/proc/{process}/status"));
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads what proc(5) describes as <c>stat</c> and <c>status</c>; null for a process that has ended and still has a number.</summary>
    public static ServerFigures? Parse(string stat, IEnumerable<string> status)
    {
        var resident = status.FirstOrDefault(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return resident is null
            ? null
            : new ServerFigures(TimeSpan.FromSeconds(ProcessTime.Parse(stat).Total), Number(resident.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1]) * Kilobyte);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
