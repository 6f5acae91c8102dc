using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Sequencing.Commands;

namespace Chat.Server.Sessions;

/// <summary>How a session is kept alive and how it ends.</summary>
internal sealed partial class Session
{
    private TaskCompletionSource<bool>? _flushed;
    private TaskCompletionSource<bool>? _readToEnd;
    private volatile CloseReason _closeReason;
    private Task _closer = Task.CompletedTask;
    private bool _hasEntered;
    private bool _hasHeard;
    private TimeSpan _silence;
    private TimeSpan _sincePing;
    private PingState _ping;

    private enum PingState
    {
        None,
        OnItsWay,
        Written,
    }

    /// <summary>Why it ended. Any thread may read it.</summary>
    public CloseReason Reason => _closeReason;

    /// <summary>Made for the end only: a session that goes on needs neither.</summary>
    private TaskCompletionSource<bool> Flushed => LazyInitializer.EnsureInitialized(ref _flushed, NewOutcome);

    private TaskCompletionSource<bool> ReadToEnd => LazyInitializer.EnsureInitialized(ref _readToEnd, NewOutcome);

    private bool IsClosing => _closeReason != CloseReason.None;

    /// <summary>
    /// Ends the session: its turn comes after what it asked before, then <paramref name="last"/> is sent, then the connection is closed. The first reason
    /// counts. Any thread may call it.
    /// </summary>
    public void Close(CloseReason reason, Frame? last)
    {
        lock (_requester)
        {
            if (_closeReason == CloseReason.None)
            {
                _closeReason = reason;
                _closer = FinishAsync(last);
            }
        }

        MayGoOn.Set();
    }

    /// <summary>Looks after the session, called now and then with the time since the last call. One thread at a time.</summary>
    public void Tick(TimeSpan elapsed)
    {
        if (IsClosing)
        {
            return;
        }

        if (!Volatile.Read(ref _hasEntered))
        {
            if (_context.Time.GetElapsedTime(_opened) >= _context.Options.HelloTime)
            {
                Close(CloseReason.Timeout, new ErrorFrame(0, ErrorCodes.Timeout, "No Hello came in time."));
            }

            return;
        }

        if (Subscriber.StalledSince is var since and not 0 && _context.Time.GetElapsedTime(since) >= _context.Options.StallTime)
        {
            Close(CloseReason.SlowConsumer, new ErrorFrame(0, ErrorCodes.SlowConsumer, "You have taken nothing for too long: come back and go on from where you are."));
            return;
        }

        Listen(elapsed);
    }

    /// <summary>Gives back what it holds; <see cref="RunAsync"/> does it by itself.</summary>
    public void Dispose() => _input.Dispose();

    /// <summary>The frame loop is over: whatever was the reason, nothing of the session is left when this returns.</summary>
    private async Task EndAsync()
    {
        ReadToEnd.TrySetResult(true);
        lock (_requester)
        {
            if (_closeReason == CloseReason.None)
            {
                _closeReason = CloseReason.PeerClosed;
                _closer = FinishAsync(null);
            }
        }

        await _closer;

        // A Hello may have taken its turn after the session was ended: nobody is to stay whose connection is gone.
        _context.Driver.Submit(new ExitCommand(Subscriber, HasPeer: false, null));
        _context.Driver.Kick();
        Subscriber.Detach();
        await _sending;
        Dispose();
    }

    private async Task FinishAsync(Frame? last)
    {
        // Not in the caller's arms: he may be the heartbeat or a lane.
        await Task.Yield();
        try
        {
            _context.Driver.Submit(new ExitCommand(Subscriber, HasPeer: true, last));
            _context.Driver.Kick();
            if (await FinishesAsync(Flushed, _context.Options.FlushTime))
            {
                await _connection.ShutdownSendAsync();
                await FinishesAsync(ReadToEnd, _context.Options.LingerTime);
            }
        }
        finally
        {
            _connection.Abort();
        }
    }

    private static TaskCompletionSource<bool> NewOutcome() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True when it is set in time; false when the time is over or the server stops.</summary>
    private async Task<bool> FinishesAsync(TaskCompletionSource<bool> done, TimeSpan limit)
    {
        await using var late = _context.Time.CreateTimer(GiveUp, done, limit, Timeout.InfiniteTimeSpan);
        await using var stopping = _context.Stopping.UnsafeRegister(GiveUp, done);
        return await done.Task;

        static void GiveUp(object? state) => ((TaskCompletionSource<bool>)state!).TrySetResult(false);
    }

    /// <summary>Pings a silent peer, and gives up one that stays silent. Time in which the session itself does not read does not count.</summary>
    private void Listen(TimeSpan elapsed)
    {
        if (Volatile.Read(ref _hasHeard))
        {
            Volatile.Write(ref _hasHeard, false);
            (_silence, _sincePing, _ping) = (TimeSpan.Zero, TimeSpan.Zero, PingState.None);
            return;
        }

        if (Volatile.Read(ref _isHeldUp))
        {
            return;
        }

        _silence += elapsed;
        if (_ping == PingState.None && _silence >= _context.Options.PingAfter)
        {
            _ping = PingState.OnItsWay;
            _pingIsWritten = false;
            Subscriber.Send(FrameCodec.Encode(new PingFrame((ulong)Id.Value)), () => Volatile.Write(ref _pingIsWritten, true));
        }
        else if (_ping == PingState.OnItsWay && Volatile.Read(ref _pingIsWritten))
        {
            _ping = PingState.Written;
        }
        else if (_ping == PingState.Written && (_sincePing += elapsed) >= _context.Options.PongTime)
        {
            Close(CloseReason.Timeout, new ErrorFrame(0, ErrorCodes.Timeout, "There was no sign of life."));
        }
    }
}
