using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Chat.Bench.Wire;

/// <summary>
/// One thread for many connections: it reads what has come, does what has its time, and sends what was written meanwhile in one go. Only
/// <see cref="Post"/>, <see cref="Run"/> and <see cref="AskAsync"/> may be called from other threads.
/// </summary>
internal sealed class EventLoop : IPolled, IAsyncDisposable
{
    private const int PlainBytes = 256 * 1024;
    private const int CipherBytes = 64 * 1024;

    /// <summary>A sleeper is woken late by this much, so it looks again and again for the rest of the time.</summary>
    private static readonly long SleepSlack = Stopwatch.Frequency / 10_000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<Action> _mail = new();
    private readonly PriorityQueue<Action<long>, long> _timed = new();
    private readonly List<Channel> _written = [];
    private readonly byte[] _wakeByte = new byte[1];
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isWoken;
    private bool _isStopping;

    public EventLoop(string name)
    {
        // Sent to itself, a byte wakes the poller, whichever it is.
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Socket.Connect(Socket.LocalEndPoint!);
        Socket.Blocking = false;
        Poller.Add(this);
        _thread = new Thread(Turn) { Name = name, IsBackground = true };
        _thread.Start();
    }

    public Socket Socket { get; }

    /// <summary>Faulted when the loop could not go on.</summary>
    public Task Ended => _ended.Task;

    public Poller Poller { get; } = Poller.Create();

    /// <summary>Where what was received is cut into frames; good until the next read of the loop.</summary>
    public byte[] Plain { get; } = new byte[PlainBytes];

    /// <summary>Where what is to be decrypted is received; good until the next read of the loop.</summary>
    public byte[] Cipher { get; } = new byte[CipherBytes];

    /// <summary>Has the loop do something. Any thread.</summary>
    public void Post(Action act)
    {
        _mail.Enqueue(act);
        if (Interlocked.Exchange(ref _isWoken, 1) == 0)
        {
            Socket.Send(_wakeByte);
        }
    }

    /// <summary>Does something at once when the loop itself calls, else has it done. Any thread.</summary>
    public void Run(Action act)
    {
        if (Thread.CurrentThread == _thread)
        {
            act();
        }
        else
        {
            Post(act);
        }
    }

    /// <summary>Has the loop do something and tells what came of it. Any thread.</summary>
    public Task<T> AskAsync<T>(Func<T> ask)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                answer.SetResult(ask());
            }
            catch (Exception broken)
            {
                answer.SetException(broken);
            }
        });
        return answer.Task;
    }

    /// <summary>Does something when its time has come; it is given that time, not the one at which it is called.</summary>
    /// <param name="due">A timestamp of <see cref="Stopwatch"/>.</param>
    /// <param name="act">What to do.</param>
    public void At(long due, Action<long> act) => _timed.Enqueue(act, due);

    /// <summary>A channel has something to send, which it is to do when everything that is ready was read.</summary>
    public void HasWritten(Channel channel) => _written.Add(channel);

    void IPolled.Ready(bool canRead, bool canWrite)
    {
        Socket.Receive(_wakeByte, SocketFlags.None, out _);
        Interlocked.Exchange(ref _isWoken, 0);
        while (_mail.TryDequeue(out var act))
        {
            act();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Post(() => _isStopping = true);
        await Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Poller.Dispose();
        Socket.Dispose();
    }

    private void Turn()
    {
        try
        {
            while (!_isStopping)
            {
                Poller.Wait(UntilNext());
                RunTimed();
                Flush();
            }

            _ended.SetResult();
        }
        catch (Exception broken)
        {
            _ended.SetException(broken);
        }
    }

    private TimeSpan UntilNext()
    {
        if (!_timed.TryPeek(out _, out var due))
        {
            return LongestWait;
        }

        var ticks = due - SleepSlack - Stopwatch.GetTimestamp();
        return ticks <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min((double)ticks / Stopwatch.Frequency, LongestWait.TotalSeconds));
    }

    private void RunTimed()
    {
        if (_timed.Count == 0)
        {
            return;
        }

        var now = Stopwatch.GetTimestamp();
        while (_timed.TryPeek(out var act, out var due) && due <= now)
        {
            _timed.Dequeue();
            act(due);
        }
    }

    private void Flush()
    {
        // Sending may fail, and a user who is told may write to another channel: the list grows while it is walked.
        for (var i = 0; i < _written.Count; i++)
        {
            _written[i].Flush();
        }

        _written.Clear();
    }
}
