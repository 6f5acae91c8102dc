namespace Chat.Server.Delivery;

/// <summary>Where lanes and the commit driver run when nobody runs them in line: the thread pool, or a test's own hand.</summary>
internal interface IWorkScheduler
{
    /// <summary>Runs the work once, soon, on some thread.</summary>
    void Schedule(IThreadPoolWorkItem work);
}
