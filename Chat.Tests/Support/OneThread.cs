using System.Collections.Concurrent;
using Chat.Server.Delivery;

namespace Chat.Tests.Support;

/// <summary>Runs a server without sockets on the test's own thread, so that it is known when it has nothing left to do.</summary>
internal sealed class OneThread : SynchronizationContext, IWorkScheduler, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly BlockingCollection<Action> _work = [];

    public override void Post(SendOrPostCallback d, object? state) => _work.Add(() => d(state));

    public void Schedule(IThreadPoolWorkItem work) => _work.Add(work.Execute);

    /// <summary>Does it, and all that comes of it until everybody waits for something.</summary>
    public void Run(Action action) => Within(() =>
    {
        action();
        while (_work.TryTake(out var next))
        {
            next();
        }
    });

    /// <summary>Does it to the end, also where other threads have a part in it.</summary>
    public void Complete(Func<Task> action) => Within(() =>
    {
        var task = action();
        task.ContinueWith(_ => _work.Add(() => { }), TaskScheduler.Default);
        while (!task.IsCompleted)
        {
            if (!_work.TryTake(out var next, Patience))
            {
                throw new TimeoutException("It does not end.");
            }

            next();
        }

        task.GetAwaiter().GetResult();
    });

    public void Dispose() => _work.Dispose();

    private void Within(Action action)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            action();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
