using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;

namespace Chat.Server.Delivery;

/// <summary>Sessions that are behind read on from their cursors: out of the newest blocks, else out of the log.</summary>
internal sealed partial class Lane
{
    private const int ReadEvents = 256;
    private const int ReadBytes = 32 * 1024;

    /// <summary>Bytes given to one session that catches up before others have their turn.</summary>
    private const int CatchUpShare = 4 * OutboxBound;

    private readonly FrameBuffer _encoded = new();

    private void CatchUp(Subscriber subscriber)
    {
        GoOn(subscriber);
        Flush(subscriber); // At once: what was found among the newest blocks stays there until the next one comes.
    }

    private void GoOn(Subscriber subscriber)
    {
        var share = CatchUpShare;
        while (!subscriber.IsReading && !subscriber.IsDetached && !subscriber.IsFinishing && subscriber.Lagging is { Count: > 0 })
        {
            if (subscriber.Outbox.Count >= OutboxBound)
            {
                return; // Sent goes on when the socket has drained.
            }

            if (share <= 0)
            {
                if (!subscriber.IsResuming)
                {
                    subscriber.IsResuming = true;
                    _resuming.Enqueue(subscriber);
                }

                return;
            }

            var subscription = subscriber.Lagging!.Dequeue();
            if (subscription.IsOver)
            {
                subscription.IsLagging = false;
            }
            else if (subscription.Cursor >= subscription.Goal)
            {
                Arrive(subscription);
            }
            else
            {
                subscriber.Lagging.Enqueue(subscription);
                share -= Advance(subscription);
            }
        }
    }

    /// <summary>One session goes on, once for each run of the lane: so neither other sessions nor whoever runs the lane in line wait for a long backlog.</summary>
    private void Resume()
    {
        if (_resuming.TryDequeue(out var subscriber))
        {
            subscriber.IsResuming = false;
            CatchUp(subscriber);
        }
    }

    /// <summary>Takes one step towards the head; returns the bytes it gave.</summary>
    private int Advance(Subscription subscription)
    {
        if (subscription.Feed.Find(subscription.Cursor) is { } block)
        {
            var bytes = _recent.Between(block, subscription.Cursor, subscription.Goal);
            Push(subscription.Subscriber, bytes);
            subscription.Cursor = Math.Min(block.Last, subscription.Goal);
            return bytes.Length;
        }

        var range = new LogRead(subscription.Feed.Id.Log, subscription.Cursor, subscription.Goal + 1, ReadEvents, ReadBytes, FromEnd: false);
        subscription.Subscriber.IsReading = true;
        var read = _context.Log.ReadAsync(range, _context.Stopping);
        if (read.IsCompletedSuccessfully)
        {
            return Loaded(new CatchUpRead(subscription, subscription.Epoch, range, read.Result));
        }

        Track(LoadAsync(subscription, subscription.Epoch, range, read.AsTask()));
        return 0;
    }

    private async Task LoadAsync(Subscription subscription, int epoch, LogRead range, Task<LogSlice> read)
    {
        LogSlice? slice = null;
        try
        {
            slice = await read;
        }
        catch (LogUnavailableException)
        {
            // Nothing is lost: the cursor stays where it is, and the session tries again after a pause.
            await Pause();
        }
        catch (OperationCanceledException) when (_context.Stopping.IsCancellationRequested)
        {
            return;
        }
        catch (Exception broken)
        {
            _context.Fault(broken);
            return;
        }

        Post(new LaneItem(LaneItemKind.Loaded, subscription.Subscriber, new CatchUpRead(subscription, epoch, range, slice), default));
    }

    private async Task Pause()
    {
        try
        {
            await Task.Delay(_context.ReadRetry, _context.Time, _context.Stopping);
        }
        catch (OperationCanceledException)
        {
            // The server stops; whoever waits finds that out by himself.
        }
    }

    private int Loaded(CatchUpRead read)
    {
        var subscription = read.Subscription;
        subscription.Subscriber.IsReading = false;
        if (read.Slice is not { } slice || subscription.IsOver || subscription.Epoch != read.Epoch)
        {
            return 0;
        }

        _encoded.Clear();
        var found = slice.Events.Count > 0 ? slice.Events[0].Seq : read.Range.Before;
        if (found > subscription.Cursor + 1)
        {
            FrameCodec.Encode(new GapFrame(subscription.Feed.Name, found), _encoded);
            subscription.Cursor = found - 1;
        }

        foreach (var e in slice.Events)
        {
            FrameCodec.EncodeEvent(_encoded, subscription.Feed.Name, e.Seq, e.Time, e.Nick, e.Kind, e.Text, e.Ref, e.Key);
            subscription.Cursor = e.Seq;
        }

        var bytes = _encoded.WrittenSpan.ToArray();
        Push(subscription.Subscriber, bytes);
        return bytes.Length;
    }
}
