using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Chat.Server.Transport.Polling;

/// <summary>
/// One thread that waits for all its sockets at once and lets whoever waits for one of them go on right there: what many peers have sent by then is
/// one batch, and while there is little to do nothing is handed from thread to thread.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class Poller : IDisposable
{
    private const int EventsAtOnce = 512;

    private readonly Epoll _epoll = new(EventsAtOnce);
    private readonly Lock _gate = new();
    private readonly Stack<int> _free = new();
    private readonly Action _begin;
    private readonly Action _next;
    private readonly Action _end;
    private readonly Action<Exception> _fault;
    private readonly Thread _thread;
    private (PolledReadiness? Waiter, uint Use)[] _slots = new (PolledReadiness?, uint)[64];
    private int _used;
    private volatile bool _isStopping;

    /// <summary>Begins to wait.</summary>
    /// <param name="begin">Is called when a batch begins, on the poller's thread.</param>
    /// <param name="next">Is called when one of it has gone on as far as it can.</param>
    /// <param name="end">Is called when all of it has gone on as far as it can.</param>
    /// <param name="fault">Is told why it cannot go on.</param>
    public Poller(Action begin, Action next, Action end, Action<Exception> fault)
    {
        _begin = begin;
        _next = next;
        _end = end;
        _fault = fault;
        _thread = new Thread(Run) { IsBackground = true, Name = "Poller" };
        _thread.Start();
    }

    /// <summary>Looks after a socket that does not block, until the result is disposed of.</summary>
    public PolledReadiness Watch(SafeHandle socket)
    {
        var readiness = new PolledReadiness(this, socket);
        lock (_gate)
        {
            if (!_free.TryPop(out var index))
            {
                index = _used++;
                if (index == _slots.Length)
                {
                    Array.Resize(ref _slots, _slots.Length * 2);
                }
            }

            var use = _slots[index].Use + 1;
            _slots[index] = (readiness, use);
            readiness.Token = ((ulong)use << 32) | (uint)index;
        }

        try
        {
            _epoll.Watch(socket, readiness.Token);
        }
        catch
        {
            Forget(readiness);
            throw;
        }

        return readiness;
    }

    /// <summary>Waits for nothing more.</summary>
    public void Dispose()
    {
        if (!_isStopping)
        {
            _isStopping = true;
            _epoll.Wake();
            _thread.Join();
            _epoll.Dispose();
        }
    }

    internal void Remind(SafeHandle socket, ulong token) => _epoll.Remind(socket, token);

    internal void Forget(PolledReadiness readiness)
    {
        var index = (int)(uint)readiness.Token;
        lock (_gate)
        {
            if (ReferenceEquals(_slots[index].Waiter, readiness))
            {
                _slots[index].Waiter = null;
                _free.Push(index);
            }
        }
    }

    private void Run()
    {
        try
        {
            while (!_isStopping)
            {
                var count = _epoll.Wait();
                _begin();
                for (var i = 0; i < count; i++)
                {
                    Find(_epoll.TokenAt(i))?.Tell(_epoll.IsEndAt(i));
                    _next();
                }

                _end();
            }
        }
        catch (Exception broken)
        {
            _fault(broken);
        }
    }

    /// <summary>A socket that was closed in the same batch may have given its place to another one, which the event is not for.</summary>
    private PolledReadiness? Find(ulong token)
    {
        if (token == Epoll.WakeToken)
        {
            return null;
        }

        lock (_gate)
        {
            var (waiter, use) = _slots[(int)(uint)token];
            return use == (uint)(token >> 32) ? waiter : null;
        }
    }
}
