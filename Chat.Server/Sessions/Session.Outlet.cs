using Chat.Protocol;
using Chat.Server.Delivery;

namespace Chat.Server.Sessions;

/// <summary>What the session's lane calls, and how the frame loop is held up by it.</summary>
internal sealed partial class Session : IOutlet
{
    private Signal? _mayGoOn;
    private Task _sending = Task.CompletedTask;
    private long _bytesIn;
    private long _bytesOut;
    private int _unanswered;
    private bool _isThrottled;
    private bool _isWaiting;
    private bool _isHeldUp;
    private bool _pingIsWritten;

    int IOutlet.DrainBytes => _connection.DrainBytes;

    private Signal MayGoOn => LazyInitializer.EnsureInitialized(ref _mayGoOn);

    private int Unanswered => Volatile.Read(ref _unanswered);

    private bool MayAsk => Unanswered < Limits.MaxUnanswered && !Volatile.Read(ref _isThrottled);

    void IOutlet.Prefetch() => _connection.Prefetch();

    int IOutlet.TrySend(ReadOnlySpan<byte> bytes)
    {
        var taken = _connection.TrySend(bytes);
        if (taken > 0)
        {
            Volatile.Write(ref _bytesOut, _bytesOut + taken);
        }
        else if (taken < 0)
        {
            _connection.Abort();
        }

        return taken;
    }

    bool IOutlet.BeginSend(ReadOnlyMemory<byte> bytes)
    {
        var send = _connection.SendAsync(bytes);
        if (!send.IsCompletedSuccessfully)
        {
            _sending = SendAsync(send, bytes.Length);
            return false;
        }

        if (!send.GetAwaiter().GetResult())
        {
            _connection.Abort();
            return false;
        }

        Volatile.Write(ref _bytesOut, _bytesOut + bytes.Length);
        return true;
    }

    void IOutlet.Answered(int count)
    {
        Interlocked.Add(ref _unanswered, -count);
        WakeIfWaiting();
    }

    void IOutlet.Throttle(bool full)
    {
        Volatile.Write(ref _isThrottled, full);
        WakeIfWaiting();
    }

    void IOutlet.Flushed()
    {
        // Also when the turn ended the session by itself, as for one that was replaced: then this is how it learns of it.
        Close(CloseReason.Ended, null);
        Flushed.TrySetResult(true);
    }

    private async Task SendAsync(ValueTask<bool> send, int count)
    {
        if (await send)
        {
            Volatile.Write(ref _bytesOut, _bytesOut + count);
            Subscriber.Sent();
        }
        else
        {
            _connection.Abort();
        }
    }

    private void WakeIfWaiting()
    {
        if (Volatile.Read(ref _isWaiting))
        {
            MayGoOn.Set();
        }
    }

    /// <summary>Holds the frame loop up until the condition is true or the session ends. What it has asked so far goes its way meanwhile.</summary>
    private async ValueTask UntilAsync(Func<Session, bool> condition)
    {
        if (condition(this))
        {
            return;
        }

        _context.Driver.Kick();
        Volatile.Write(ref _isHeldUp, true);
        Volatile.Write(ref _isWaiting, true);
        Interlocked.MemoryBarrier();
        while (!condition(this) && !IsClosing)
        {
            await MayGoOn.WaitAsync();
        }

        Volatile.Write(ref _isWaiting, false);
        Volatile.Write(ref _isHeldUp, false);
    }
}
