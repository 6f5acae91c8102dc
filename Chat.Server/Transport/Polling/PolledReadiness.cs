using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Threading.Tasks.Sources;

namespace Chat.Server.Transport.Polling;

/// <summary>Readiness as a poller sees it. Who waits is gone on with on the poller's thread, and waiting allocates nothing.</summary>
[SupportedOSPlatform("linux")]
internal sealed class PolledReadiness : IReadiness, IValueTaskSource
{
    private const int Idle = 0;
    private const int Ready = 1;
    private const int Waiting = 2;
    private const int Closed = 3;

    private readonly Poller _poller;
    private readonly SafeHandle _socket;
    private ManualResetValueTaskSourceCore<bool> _source;
    private int _state;
    private volatile bool _isEnding;

    public PolledReadiness(Poller poller, SafeHandle socket)
    {
        _poller = poller;
        _socket = socket;
    }

    /// <summary>By what the poller knows it.</summary>
    public ulong Token { get; set; }

    public ValueTask WaitAsync()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Ready) == Idle && !_isEnding)
        {
            _source.Reset();
            if (Interlocked.CompareExchange(ref _state, Waiting, Idle) == Idle)
            {
                return new ValueTask(this, _source.Version);
            }

            Interlocked.CompareExchange(ref _state, Idle, Ready);
        }

        return ValueTask.CompletedTask;
    }

    public void Remind() => _poller.Remind(_socket, Token);

    /// <summary>The kernel has told of the socket. Called by the poller.</summary>
    /// <param name="isEnd">Nothing more comes after what is there: the kernel says so once, and whoever reads is to go on until he has seen it.</param>
    public void Tell(bool isEnd)
    {
        _isEnding |= isEnd;
        while (true)
        {
            switch (Volatile.Read(ref _state))
            {
                case Waiting when Interlocked.CompareExchange(ref _state, Idle, Waiting) == Waiting:
                    _source.SetResult(true);
                    return;
                case Idle when Interlocked.CompareExchange(ref _state, Ready, Idle) == Idle:
                case Ready or Closed:
                    return;
                default:
                    continue; // It has begun to wait, or stopped, in between.
            }
        }
    }

    public void Dispose()
    {
        _poller.Forget(this);
        if (Interlocked.Exchange(ref _state, Closed) == Waiting)
        {
            // Not in the arms of whoever ends it.
            _source.RunContinuationsAsynchronously = true;
            _source.SetResult(false);
        }
    }

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
