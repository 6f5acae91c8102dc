namespace Chat.Bench.Wire;

/// <summary>Tells which of many sockets can be read or written, again and again as long as they can. Owned by one thread.</summary>
internal abstract class Poller : IDisposable
{
    /// <summary>The best one that this system has.</summary>
    public static Poller Create() => OperatingSystem.IsLinux() ? new EpollPoller() : new SelectPoller();

    /// <summary>Takes a socket in, to be told when it can be read.</summary>
    public abstract void Add(IPolled item);

    /// <summary>Changes what is to be told of a socket.</summary>
    public abstract void Watch(IPolled item, bool reads, bool writes);

    /// <summary>Forgets a socket; before it is closed.</summary>
    public abstract void Remove(IPolled item);

    /// <summary>Waits until something is ready or the time is over, and calls all that are ready.</summary>
    public abstract void Wait(TimeSpan atMost);

    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool isDisposing);
}
