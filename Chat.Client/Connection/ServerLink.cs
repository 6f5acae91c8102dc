using System.Threading.Channels;
using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Client.Connection;

/// <summary>
/// A lasting link to a server: dials, greets, comes back after every loss, and gets everything posted through. All that happens
/// comes out of <see cref="Events"/>, which has to be read: while it is full, nothing more is read from the server. What is called from
/// outside is safe from any thread; everything else runs in <see cref="RunAsync"/>, which alone touches the session.
/// </summary>
internal sealed partial class ServerLink : IAsyncDisposable
{
    private const int MaxEvents = 1024;
    private const int MaxFramesAhead = 64;

    private readonly LinkOptions _options;
    private readonly IDialer _dialer;
    private readonly TimeProvider _time;
    private readonly Session _session;
    private readonly LinkMemory? _memory;
    private readonly ITimer? _heirTimer;
    private readonly Backoff _backoff;
    private readonly long _start;
    private readonly ITimer _timer;
    private readonly SemaphoreSlim _framesAhead = new(MaxFramesAhead);
    private readonly CancellationTokenSource _ending = new();
    private readonly Channel<Action> _inbox = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Channel<LinkEvent> _events = Channel.CreateBounded<LinkEvent>(MaxEvents);
    private Task _running = Task.CompletedTask;
    private int _unanswered;

    /// <summary>Makes a link; it does nothing before <see cref="RunAsync"/>.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="dialer">Makes the connections.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Chance.</param>
    /// <param name="memory">What outlives the link; null: nothing does.</param>
    public ServerLink(LinkOptions options, IDialer dialer, TimeProvider time, Random random, LinkMemory? memory = null)
    {
        _options = options;
        _dialer = dialer;
        _time = time;
        _session = new Session(options, random);
        _backoff = new Backoff(options.LeastBackoff, options.MostBackoff, random);
        _start = time.GetTimestamp();
        _timer = time.CreateTimer(_ => _inbox.Writer.TryWrite(OnTick), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _memory = memory;
        if (memory is not null)
        {
            _session.Restore(memory.Restored, Now);
            _unanswered = memory.Restored.Posts.Count;
            _heirTimer = time.CreateTimer(_ => _inbox.Writer.TryWrite(TakeOver), null, HeirInterval, HeirInterval);
        }
    }

    /// <summary>The server as it is shown.</summary>
    public string Server => _options.Server;

    public ChannelReader<LinkEvent> Events => _events.Reader;

    /// <summary>Posts that are neither committed nor refused.</summary>
    public int Unanswered => Volatile.Read(ref _unanswered);

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Runs the link until it ends. Called once.</summary>
    /// <param name="cancellationToken">Ends it at once, without a goodbye.</param>
    public Task<LinkEnd> RunAsync(CancellationToken cancellationToken)
    {
        var running = LoopAsync(cancellationToken);
        _running = running;
        return running;
    }

    /// <summary>Takes something typed: it is sent in order with everything else for that room, until it is committed or refused.</summary>
    /// <remarks>When it returns, what was typed is kept where it survives the end of the program; or it has failed, because it cannot be kept.</remarks>
    public Outgoing Post(string room, EventKind kind, string text, long? reference = null)
    {
        var key = _options.NewKey?.Invoke() ?? Guid.CreateVersion7(_time.GetUtcNow());
        var post = new Outgoing(key, room, kind, text, reference);
        Interlocked.Increment(ref _unanswered);
        if (_memory?.Keep(post) is { } error)
        {
            post.Complete(new PostOutcome(0, error));
            _inbox.Writer.TryWrite(() => _happened.Enqueue(new LinkEvent.PostFailed(post, error)));
        }
        else if (!_inbox.Writer.TryWrite(() => _session.Post(post, Now)))
        {
            Interlocked.Decrement(ref _unanswered);
            post.Complete(new PostOutcome(0, ClientCodes.NotSentError));
        }

        return post;
    }

    /// <summary>Asks the server something.</summary>
    /// <param name="request">Makes the request with the id it is given.</param>
    /// <returns>The answer; an Error of the server's, or of <see cref="ClientCodes"/> when there was no connection. Never fails.</returns>
    public Task<Frame> AskAsync(Func<uint, Frame> request) => CallAsync(answered => _session.Ask(request, answered, Now));

    /// <summary>Sets the away text, or null for being back; it is said again after a reconnect.</summary>
    public Task<Frame> SetAwayAsync(string? text) => CallAsync(answered => _session.SetAway(text, answered, Now));

    /// <summary>Enters a room, or opens the conversation with an <c>@nick</c>. Without a connection it waits for one.</summary>
    /// <returns>Joined or an Error.</returns>
    public async Task<Frame> JoinAsync(string room)
    {
        var asked = new TaskCompletionSource<Task<Frame>>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _inbox.Writer.TryWrite(() => asked.SetResult(_session.Join(room, Now)))
            ? await await asked.Task
            : ClientCodes.NotConnectedError;
    }

    /// <summary>Leaves a room, at once or as soon as there is a connection.</summary>
    public void Leave(string room) => _inbox.Writer.TryWrite(() => _session.Leave(room, Now));

    /// <summary>Gives the connection up and makes another one at once; between two tries, the next comes now.</summary>
    public void Reconnect() => _inbox.Writer.TryWrite(() =>
    {
        if (_redialAt is not null)
        {
            _redialAt = null;
            Dial();
        }
        else if (_session.IsOnline)
        {
            _reconnectWanted = true;
        }
    });

    /// <summary>Says goodbye and ends. What is not committed by then is given back as failed, or kept for the next link where a person wants it.</summary>
    public void Quit(string reason = "")
    {
        _inbox.Writer.TryWrite(() =>
        {
            _session.Quit(reason);
            _quitting = true;
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _timer.DisposeAsync();
        if (_heirTimer is not null)
        {
            await _heirTimer.DisposeAsync();
        }

        await _running;
        await _dialing;
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        _ending.Dispose();
        _framesAhead.Dispose();
    }

    private Task<Frame> CallAsync(Action<Action<Frame>> call)
    {
        var answer = new TaskCompletionSource<Frame>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _inbox.Writer.TryWrite(() => call(frame => answer.TrySetResult(frame)))
            ? answer.Task
            : Task.FromResult<Frame>(ClientCodes.NotConnectedError);
    }
}
