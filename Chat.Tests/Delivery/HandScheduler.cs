using System.Collections.Concurrent;
using Chat.Server.Delivery;

namespace Chat.Tests.Delivery;

/// <summary>Runs scheduled work when a test says so, on the test's own thread. Work may be scheduled from any thread.</summary>
internal sealed class HandScheduler : IWorkScheduler
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<IThreadPoolWorkItem> _work = new();
    private readonly SemaphoreSlim _scheduled = new(0);

    /// <summary>How often work was scheduled.</summary>
    public int Count { get; private set; }

    public bool IsIdle => _work.IsEmpty;

    public void Schedule(IThreadPoolWorkItem work)
    {
        Count++;
        _work.Enqueue(work);
        _scheduled.Release();
    }

    /// <summary>Runs one piece of work; false when there is none.</summary>
    public bool RunOne()
    {
        if (!_work.TryDequeue(out var work))
        {
            return false;
        }

        work.Execute();
        return true;
    }

    /// <summary>Runs all work, and what it schedules.</summary>
    public void Run()
    {
        while (RunOne())
        {
        }
    }

    /// <summary>Runs work as it comes until the condition is true.</summary>
    public async Task RunUntilAsync(Func<bool> condition)
    {
        for (Run(); !condition(); Run())
        {
            if (!await _scheduled.WaitAsync(Patience))
            {
                throw new TimeoutException("Nothing was scheduled any more.");
            }
        }
    }
}
