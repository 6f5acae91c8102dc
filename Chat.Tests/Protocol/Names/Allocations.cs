namespace Chat.Tests.Protocol.Names;

internal static class Allocations
{
    private const int Runs = 5;

    /// <summary>The bytes that an action allocates on this thread once it is warm: the least of a few runs, for the collector may take pooled arrays away in any one.</summary>
    public static long Of(Action action)
    {
        action();
        return Enumerable.Range(0, Runs).Min(_ => Once(action));
    }

    private static long Once(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
