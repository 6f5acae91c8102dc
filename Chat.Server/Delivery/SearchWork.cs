using System.Text;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;

namespace Chat.Server.Delivery;

/// <summary>One search, run by the scheduler: it may look at thousands of messages, for which no lane has the time.</summary>
internal sealed class SearchWork : IThreadPoolWorkItem
{
    /// <summary>What a hit takes beside its text and names, at the most.</summary>
    private const int HitOverhead = 32;

    /// <summary>What the frame takes beside the hits, at the most.</summary>
    private const int FrameOverhead = 512;

    private readonly TaskCompletionSource _ended = new();
    private readonly LaneContext _context;
    private readonly Subscriber _subscriber;
    private readonly SearchGrant _grant;
    private readonly Dictionary<LogId, long> _heads;

    public SearchWork(LaneContext context, Subscriber subscriber, SearchGrant grant)
    {
        (_context, _subscriber, _grant) = (context, subscriber, grant);
        _heads = grant.Rooms.ToDictionary(static room => room.Key, static room => room.Value.Head);
    }

    /// <summary>Over when the lane has been given the answer, or nobody waits for one.</summary>
    public Task Ended => _ended.Task;

    public void Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        try
        {
            var answer = FrameCodec.Encode(await AnswerAsync());
            _subscriber.Lane.Post(new LaneItem(LaneItemKind.Searched, _subscriber, null, answer));
        }
        catch (OperationCanceledException) when (_context.Stopping.IsCancellationRequested)
        {
            // The server stops; whoever waits finds that out by himself.
        }
        catch (Exception broken)
        {
            _context.Fault(broken);
        }
        finally
        {
            _ended.SetResult();
        }
    }

    private async Task<Frame> AnswerAsync()
    {
        try
        {
            return await FindAsync();
        }
        catch (LogUnavailableException)
        {
            return new ErrorFrame(
                _grant.Id, ErrorCodes.Unavailable, "The log cannot be searched at the moment.", (int)_context.ReadRetry.TotalMilliseconds);
        }
    }

    /// <summary>As many hits as fit a frame. A store says where to go on only behind the last hit it gave: when that one does not fit, it is asked for fewer.</summary>
    private async Task<HitsFrame> FindAsync()
    {
        for (var limit = _grant.Limit; ;)
        {
            var search = new LogSearch(_grant.Query, _heads, _grant.Before, limit, Limits.MaxFrame - FrameOverhead);
            var found = await _context.Log.SearchAsync(search, _context.Stopping);
            limit = CountFitting(found.Events);
            if (limit == found.Events.Count)
            {
                return new HitsFrame(_grant.Id, [.. found.Events.Select(HitOf)], found.Next is { } next ? SearchCursor.Format(next) : null);
            }
        }
    }

    /// <summary>At least one where there is one: the longest text and names leave room enough.</summary>
    private int CountFitting(IReadOnlyList<(LogId Log, LogEvent Event)> events)
    {
        var room = Limits.MaxFrame - FrameOverhead;
        for (var i = 0; i < events.Count; i++)
        {
            var (log, e) = events[i];
            room -= HitOverhead + Size(_grant.Rooms[log].Name) + Size(e.Nick) + Size(e.Text);
            if (room < 0)
            {
                return i;
            }
        }

        return events.Count;
    }

    private Hit HitOf((LogId Log, LogEvent Event) found) => new(
        _grant.Rooms[found.Log].Name, found.Event.Seq, found.Event.Time, found.Event.Nick, found.Event.Kind, found.Event.Text);

    private static int Size(string text) => Encoding.UTF8.GetByteCount(text);
}
