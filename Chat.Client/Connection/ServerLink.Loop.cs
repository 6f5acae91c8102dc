using Chat.Protocol.Frames;

namespace Chat.Client.Connection;

/// <content>The loop: connections made, used, lost and made again.</content>
internal sealed partial class ServerLink
{
    private static readonly TimeSpan GoodbyePatience = TimeSpan.FromSeconds(2);

    private readonly Queue<LinkEvent> _happened = new();
    private FrameConnection? _connection;
    private ConnectionLoss? _loss;
    private Task _dialing = Task.CompletedTask;
    private LinkEnd? _end;
    private int _generation;
    private bool _quitting;
    private bool _reconnectWanted;
    private TimeSpan? _redialAt;
    private TimeSpan? _lostAt;
    private TimeSpan _connectedAt;
    private bool _hasStarted;

    private async Task<LinkEnd> LoopAsync(CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(_ending.Cancel);
        Dial();
        try
        {
            while (_end is null)
            {
                var action = await _inbox.Reader.ReadAsync(_ending.Token);
                action();
                await SettleAsync();
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            _end = LinkEnd.Wanted;
        }
        finally
        {
            await CloseAsync();
        }

        return _end;
    }

    private void OnTick()
    {
        if (_redialAt <= Now)
        {
            _redialAt = null;
            Dial();
        }

        _session.Tick(Now);
    }

    private void Dial()
    {
        _dialing = DialAsync();

        async Task DialAsync()
        {
            try
            {
                var result = await _dialer.DialAsync(_ending.Token);
                if (!_inbox.Writer.TryWrite(() => OnDialed(result)) && result is DialResult.Connected late)
                {
                    await late.Stream.DisposeAsync();
                }
            }
            catch (OperationCanceledException) when (_ending.IsCancellationRequested)
            {
                // Nobody waits for it any more.
            }
        }
    }

    private void OnDialed(DialResult result)
    {
        switch (result)
        {
            case DialResult.Connected connected:
                if (connected.News is { } news)
                {
                    _happened.Enqueue(new LinkEvent.KeyPinned(news));
                }

                Open(connected.Stream);
                break;
            case DialResult.Failed failed when _hasStarted || (_options.StartsOffline && failed.AtFirst == ExitCode.Unavailable):
                Redial("", failed.Reason, null);
                break;
            case DialResult.Failed failed:
                _end = new LinkEnd(failed.AtFirst, $"Cannot connect to {_options.Server}: {failed.Reason}. {failed.Advice}".TrimEnd());
                break;
            case DialResult.Refused refused:
                _end = refused.End;
                break;
            default:
                throw new InvalidOperationException($"{result.GetType()} is no result of dialling.");
        }
    }

    private void Open(Stream stream)
    {
        var generation = ++_generation;
        _connectedAt = Now;
        _loss = null;
        _session.Connected(Now);
        _connection = new FrameConnection(stream, ReceivedAsync, Ended);

        async ValueTask ReceivedAsync(Frame frame, CancellationToken cancellationToken)
        {
            await _framesAhead.WaitAsync(cancellationToken);
            _inbox.Writer.TryWrite(() =>
            {
                _framesAhead.Release();
                if (generation == _generation)
                {
                    _session.Receive(frame, Now);
                }
            });
        }

        void Ended(ConnectionLoss loss) => _inbox.Writer.TryWrite(() => _loss = generation == _generation ? loss : _loss);
    }

    /// <summary>After each step: tells what happened, sends what is to be sent, and does what the session decided.</summary>
    private async ValueTask SettleAsync()
    {
        _hasStarted |= _session.WasOnline;
        _lostAt = _session.IsOnline ? null : _lostAt;
        if (Release() is { } trouble)
        {
            await LoseAsync(new Verdict.Reconnect("", trouble));
        }

        SendFrames();
        await EmitAsync();
        FillIn();
        SendFrames();
        if (_quitting && _end is null)
        {
            await SayGoodbyeAsync();
        }
        else if (_session.Verdict is { } verdict)
        {
            await LoseAsync(verdict);
        }
        else if (_reconnectWanted)
        {
            await LoseAsync(new Verdict.Reconnect("", "you asked for a new connection", TimeSpan.Zero));
        }
        else if (_loss is { } loss)
        {
            await LoseAsync(new Verdict.Reconnect(loss.IsProtocol ? ClientCodes.Broken : "", loss.Reason));
        }

        Arm();
    }

    private void SendFrames()
    {
        while (_session.TryTakeFrame(out var frame))
        {
            _connection?.Send(frame!);
        }
    }

    private async ValueTask LoseAsync(Verdict verdict)
    {
        _reconnectWanted = false;
        await DropAsync();
        switch (verdict)
        {
            case Verdict.Stop stop:
                _end = stop.End;
                break;
            case Verdict.Reconnect again when _hasStarted:
                if (Now - _connectedAt >= Backoff.Good)
                {
                    _backoff.Reset();
                }

                Redial(again.Code, again.Reason, again.After);
                break;
            case Verdict.Reconnect first:
                _end = new LinkEnd(LinkEnd.CodeAtFirst(first.Code), $"{_options.Server} did not let us in: {first.Reason}");
                break;
            default:
                throw new InvalidOperationException($"{verdict.GetType()} is no verdict.");
        }

        await EmitAsync();
    }

    private void Redial(string code, string reason, TimeSpan? wished)
    {
        _lostAt ??= Now;
        var wait = wished is { } theirs ? _backoff.Next(theirs) : _backoff.Next();
        if (_options.GiveUpAfter is { } patience && Now - _lostAt + wait > patience)
        {
            _end = new LinkEnd(ExitCode.Unavailable, $"Lost {_options.Server}: {reason}");
            return;
        }

        _redialAt = Now + wait;
        _hasStarted = true;
        _happened.Enqueue(new LinkEvent.Offline(code, reason, wait, IsStart: !_session.WasOnline));
    }

    private async ValueTask SayGoodbyeAsync()
    {
        if (_connection is { } connection)
        {
            using var patience = new CancellationTokenSource(GoodbyePatience, _time);
            await connection.FinishAsync(patience.Token);
        }

        _end = LinkEnd.Wanted;
    }

    private async ValueTask DropAsync()
    {
        _generation++;
        _loss = null;
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }

        _session.Lost(Now);
    }

    private async ValueTask EmitAsync()
    {
        foreach (var happened in Recorded())
        {
            if (happened is LinkEvent.PostAccepted or LinkEvent.PostFailed or LinkEvent.PostKept)
            {
                Interlocked.Decrement(ref _unanswered);
            }

            await _events.Writer.WriteAsync(happened, _ending.Token);
            if (happened is LinkEvent.Online online && await KeepNickAsync(online.Welcome.Nick) is { } trouble)
            {
                await _events.Writer.WriteAsync(trouble, _ending.Token);
            }
        }
    }

    private void Arm()
    {
        var due = _session.NextDue;
        due = _redialAt < due || due is null ? _redialAt ?? due : due;
        if (due is not { } moment)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        // Rounded up to what timers keep: one that rings too early would have to be set again.
        var milliseconds = Math.Ceiling(Math.Max(0, (moment - Now).TotalMilliseconds));
        _timer.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }

    /// <summary>The end: nothing more comes in, everything that waits is answered.</summary>
    private async ValueTask CloseAsync()
    {
        await DropAsync();
        _inbox.Writer.TryComplete();
        while (_inbox.Reader.TryRead(out var action))
        {
            action();
        }

        await DropAsync();
        _session.End(Now, _memory?.IsForPerson == true);
        try
        {
            foreach (var happened in Recorded().Append(new LinkEvent.Ended(_end ?? LinkEnd.Wanted)))
            {
                await _events.Writer.WriteAsync(happened, _ending.Token);
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // Ended in a hurry: whoever still listens gets the end from RunAsync.
        }

        Volatile.Write(ref _unanswered, 0);
        _events.Writer.TryComplete();
    }
}
