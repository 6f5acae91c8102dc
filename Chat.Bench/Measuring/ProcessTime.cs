using System.Globalization;

namespace Chat.Bench.Measuring;

/// <summary>CPU time that a process has taken, in seconds.</summary>
/// <param name="User">In the program.</param>
/// <param name="System">In the kernel, on its behalf.</param>
internal readonly record struct ProcessTime(double User, double System)
{
    // USER_HZ, which Linux shows to programs on all machines alike.
    private const double TicksASecond = 100;

    public double Total => User + System;

    public static ProcessTime OfSelf()
    {
        var usage = Environment.CpuUsage;
        return new ProcessTime(usage.UserTime.TotalSeconds, usage.PrivilegedTime.TotalSeconds);
    }

    /// <summary>Of another process; nothing without one, or when it is gone.</summary>
    public static ProcessTime Of(int? pid)
    {
        try
        {
            return pid is null ? default : Parse(File.ReadAllText($"/proc/{pid}/stat"));
        }
        catch (IOException)
        {
            return default;
        }
    }

    /// <summary>Reads a line of /proc/PID/stat (proc(5)): the command stands in brackets and may hold anything, user and system time are fields 14 and 15.</summary>
    public static ProcessTime Parse(string stat)
    {
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcessTime(Seconds(fields[11]), Seconds(fields[12]));

        static double Seconds(string ticks) => long.Parse(ticks, CultureInfo.InvariantCulture) / TicksASecond;
    }

    public static ProcessTime operator -(ProcessTime left, ProcessTime right) => Subtract(left, right);

    public static ProcessTime Subtract(ProcessTime left, ProcessTime right) => new(left.User - right.User, left.System - right.System);
}
