using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Diagnostics;
using Chat.Server.Requests;
using Chat.Server.Sequencing;
using Chat.Server.Sequencing.Commands;

namespace Chat.Server.Sessions;

/// <summary>From a frame to a command in line for its turn.</summary>
internal sealed partial class Session
{
    /// <summary>Goes straight on as far as nothing has to be waited for, as with nearly every frame: a method that may wait takes time for it even when it does not.</summary>
    private ValueTask HandleAsync(Frame frame)
    {
        var limiter = frame is PostFrame ? _posts : RequestRouter.IsPaced(frame) ? _others : null;
        if (limiter is null)
        {
            return PrepareAsync(frame, null);
        }

        var wait = limiter.TryTake();
        if (wait > TimeSpan.Zero)
        {
            return HandleSlowlyAsync(frame, limiter, wait);
        }

        limiter.Relax();
        return PrepareAsync(frame, null);
    }

    private ValueTask PrepareAsync(Frame frame, int? delay)
    {
        var prepared = _context.Requests.PrepareAsync(frame, _requester, delay, _context.Stopping);
        return prepared.IsCompletedSuccessfully ? AnswerAsync(prepared.Result) : AnswerWhenPreparedAsync(prepared);
    }

    private async ValueTask AnswerWhenPreparedAsync(ValueTask<Command?> prepared) => await AnswerAsync(await prepared);

    /// <summary>Has a command take its turn, once the session may ask for more.</summary>
    private ValueTask AnswerAsync(Command? command)
    {
        if (command is null)
        {
            return default;
        }

        if (!_isIn && command is RefuseCommand refuse)
        {
            return TurnAwayAsync(refuse.Error);
        }

        // A large answer or a fence comes alone: so at most one page waits in memory for a peer that does not read.
        var isLarge = RequestRouter.IsLarge(command);
        var isAlone = isLarge || (_hasLargeOut && command is PingCommand);
        _hasLargeOut = isLarge || (_hasLargeOut && !isAlone);
        if (isAlone || !MayAsk || IsClosing)
        {
            return AnswerInTimeAsync(command, isAlone);
        }

        Submit(command);
        return default;
    }

    private async ValueTask AnswerInTimeAsync(Command command, bool isAlone)
    {
        if (isAlone)
        {
            await UntilAsync(static session => session.Unanswered == 0);
        }

        await UntilAsync(static session => session.MayAsk);
        if (IsClosing)
        {
            // It did not come to its turn, and what waited for answers before it is not to pass them now.
            command.Pin?.Release();
            return;
        }

        Submit(command);
    }

    private void Submit(Command command)
    {
        Interlocked.Increment(ref _unanswered);
        _context.Driver.Submit(command);
    }

    /// <summary>Slows down what comes too fast by not reading on; a Post after a while of that gets the ms to wait instead.</summary>
    private async ValueTask HandleSlowlyAsync(Frame frame, RateLimiter limiter, TimeSpan wait)
    {
        _context.Driver.Kick();
        Volatile.Write(ref _isHeldUp, true);
        while (wait > TimeSpan.Zero && !(frame is PostFrame && limiter.SlowedFor >= _context.Options.SlowTime))
        {
            await Task.Delay(wait < _context.Options.SlowTime ? wait : _context.Options.SlowTime, _context.Time, _context.Stopping);
            wait = limiter.TryTake();
        }

        Volatile.Write(ref _isHeldUp, false);
        await PrepareAsync(frame, wait > TimeSpan.Zero ? (int)Math.Min(wait.TotalMilliseconds, int.MaxValue) : null);
    }

    private async ValueTask GreetAsync(Frame frame)
    {
        if (frame is not HelloFrame hello)
        {
            var id = frame is IRequest request ? request.Id : 0;
            await TurnAwayAsync(new ErrorFrame(id, ErrorCodes.BadState, "Say Hello first."));
            return;
        }

        if (hello.Version != 1)
        {
            throw new ProtocolException(ErrorCodes.UnsupportedVersion, "This server speaks version 1.", hello.Id, "version");
        }

        if (GreetingRequests.Enter(hello, Subscriber, Device, Remote.Address, out var error) is not { } enter)
        {
            await TurnAwayAsync(error!);
            return;
        }

        await UntilAsync(static session => session.MayAsk);
        Submit(enter);
        _context.Driver.Kick();
        if (await enter.Entered.OrStoppedAsync(_context.Stopping) is { } user)
        {
            User = user;
            _requester.User = user;
            _isIn = true;
            Volatile.Write(ref _hasEntered, true);
            Log.SessionStarted(Id.Value, hello.Nick ?? "", hello.Agent);
        }
    }

    /// <summary>Answers what comes before Welcome. That takes no turn; but who does not read his answers is not read from either.</summary>
    private async ValueTask TurnAwayAsync(ErrorFrame error)
    {
        await UntilAsync(static session => session.MayAsk);
        Interlocked.Increment(ref _unanswered);
        Subscriber.Answer(FrameCodec.Encode(error));
    }
}
