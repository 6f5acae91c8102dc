using System.Diagnostics;

namespace Chat.Bench.Measuring;

/// <summary>What something took.</summary>
/// <param name="Wall">Time that passed, in µs.</param>
/// <param name="Cpu">Processor time of the whole process, in µs.</param>
internal readonly record struct Cost(double Wall, double Cpu)
{
    public static Cost Of(Action act)
    {
        var (began, cpu) = Begin();
        act();
        return Since(began, cpu);
    }

    public static async Task<Cost> OfAsync(Func<Task> act)
    {
        var (began, cpu) = Begin();
        await act();
        return Since(began, cpu);
    }

    private static (long Began, TimeSpan Cpu) Begin() => (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);

    private static Cost Since(long began, TimeSpan cpu) =>
        new(Stopwatch.GetElapsedTime(began).TotalMicroseconds, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds);
}
