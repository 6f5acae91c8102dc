using System.Text;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;

namespace Chat.Server.Delivery;

/// <summary>Pages of history: a grant of the sequencer becomes a read, and the read an answer.</summary>
internal sealed partial class Lane
{
    /// <summary>What an event takes in a page beside its text and nick, at the most.</summary>
    private const int EventFrameOverhead = 64;

    /// <summary>Reads that are kept in mind before those that have ended are let go.</summary>
    private const int LeastReadsKept = 64;

    private readonly HashSet<Task> _reads = [];
    private int _readsToKeep = LeastReadsKept;

    private void Serve(Subscriber subscriber, PageGrant grant)
    {
        if (subscriber.IsDetached)
        {
            return;
        }

        var range = new LogRead(grant.Log, grant.After, grant.Before, grant.Limit, Limits.MaxFrame, grant.FromEnd);
        var read = _context.Log.ReadAsync(range, _context.Stopping);
        if (read.IsCompletedSuccessfully)
        {
            Push(subscriber, FrameCodec.Encode(Page(grant, read.Result)));
            subscriber.Outlet.Answered(1);
        }
        else
        {
            Track(ServeAsync(subscriber, grant, read.AsTask()));
        }
    }

    private async Task ServeAsync(Subscriber subscriber, PageGrant grant, Task<LogSlice> read)
    {
        Frame answer;
        try
        {
            answer = Page(grant, await read);
        }
        catch (LogUnavailableException)
        {
            answer = new ErrorFrame(grant.Id, ErrorCodes.Unavailable, "The log cannot be read at the moment.", (int)_context.ReadRetry.TotalMilliseconds);
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

        Post(new LaneItem(LaneItemKind.Answer, subscriber, null, FrameCodec.Encode(answer)));
    }

    /// <summary>As many events of the slice as fit a frame, from the side the asker stands at.</summary>
    private static PageFrame Page(PageGrant grant, LogSlice slice)
    {
        var room = Limits.MaxFrame - 512;
        var count = 0;
        while (count < slice.Events.Count)
        {
            var e = slice.Events[grant.FromEnd ? slice.Events.Count - 1 - count : count];
            room -= EventFrameOverhead + Encoding.UTF8.GetByteCount(e.Text) + Encoding.UTF8.GetByteCount(e.Nick);
            if (room < 0)
            {
                break;
            }

            count++;
        }

        var from = grant.FromEnd ? slice.Events.Count - count : 0;
        var events = new List<PageEvent>(count);
        for (var i = from; i < from + count; i++)
        {
            var e = slice.Events[i];
            events.Add(new PageEvent(e.Seq, e.Time, e.Nick, e.Kind, e.Text, e.Ref, e.Key));
        }

        var first = slice.Events.Count > 0 ? slice.First : Math.Max(grant.First, slice.First);
        var more = count > 0 && (grant.FromEnd
            ? events[0].Seq > Math.Max(grant.After + 1, first)
            : events[^1].Seq < grant.Before - 1);
        return new PageFrame(grant.Id, grant.Name, events, more, first);
    }

    private void Track(Task read)
    {
        if (_reads.Count >= _readsToKeep)
        {
            _reads.RemoveWhere(static task => task.IsCompletedSuccessfully);
            _readsToKeep = Math.Max(LeastReadsKept, 2 * _reads.Count);
        }

        _reads.Add(read);
    }

    /// <summary>Waits for the reads under way. Only after the lane has stopped being given anything.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_reads);
        _encoded.Dispose();
    }
}
